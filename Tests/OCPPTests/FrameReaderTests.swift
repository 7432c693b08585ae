import OCPP
import Testing

@Suite struct FrameReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var says: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: #"[2,"7","Heartbeat",{}]"#, says: "call 7 Heartbeat {}"),
        Case(text: "[2, \"7\" ,\n\"Heartbeat\",\r\n\t{ } ]\n", says: "call 7 Heartbeat { }"),
        Case(text: "\u{FEFF}[2,\"7\",\"Heartbeat\",{}]\0", says: "call 7 Heartbeat {}"),
        Case(text: #"[2,"7","Heartbeat",null]"#, says: "call 7 Heartbeat {}"),
        Case(text: #"[2,"7","Heartbeat"]"#, says: "call 7 Heartbeat {}"),
        Case(text: #"[2,"7","Heartbeat",{},1,2]"#, says: "call 7 Heartbeat {}"),
        Case(text: #"[2,12345678901234567890,"Heartbeat",{}]"#, says: "call 12345678901234567890 Heartbeat {}"),
        Case(
            text: #"[2,"a\u00e9\"\\","X",{"a":[1,{"b":-1.50e+2}],"c":true}]"#,
            says: #"call aé"\ X {"a":[1,{"b":-1.50e+2}],"c":true}"#),
        Case(text: #"[3,"7",{"status":"Accepted"}]"#, says: #"result 7 {"status":"Accepted"}"#),
        Case(text: #"[3,"7",null]"#, says: "result 7 {}"),
        Case(text: #"[4,"7","FormatViolation","why",{}]"#, says: "error 7 FormationViolation why"),
        Case(text: #"[4,"7","OccurrenceConstraintViolation"]"#, says: "error 7 OccurenceConstraintViolation "),
        Case(text: #"[4,"7",null,null,null]"#, says: "error 7 GenericError "),
        Case(text: #"[1,"7","StartTransaction",{}]"#, says: "unknown 1 7"),
        Case(text: #"[5]"#, says: "unknown 5 -"),
        // Damaged, with as much as can be told.
        Case(text: #"[2,"7","MeterValues",{"a":[,1]}]"#, says: "damaged call 7"),
        Case(text: #"[2,"7","MeterValues",{"a":1,}]"#, says: "damaged call 7"),
        Case(text: #"[2,"7","MeterValues",{"a":1}"#, says: "damaged call 7"),
        Case(text: #"[2,"7","MeterValues",{"a":1}]x"#, says: "damaged call 7"),
        Case(text: #"[2,"7","MeterValues",{"a":"\x"}]"#, says: "damaged call 7"),
        Case(text: #"[2,"7","MeterValues",{"a":NaN}]"#, says: "damaged call 7"),
        Case(text: #"[2,"7","MeterValues",{"a":1.}]"#, says: "damaged call 7"),
        Case(text: #"[2,"7"]"#, says: "damaged call 7"),
        Case(text: #"[2,"7",{},{}]"#, says: "damaged call 7"),
        Case(text: #"[2,17,"X",{"#, says: "damaged call 17"),
        Case(text: #"[3,"7",{"configurationKey":[]"#, says: "damaged answer 7"),
        Case(text: #"[3,"7","#, says: "damaged answer 7"),
        Case(text: #"[4,"7","Gen"#, says: "damaged answer 7"),
        Case(text: #"[2,"7"#, says: "damaged call -"),
        Case(text: #"[2,null,"X",{}]"#, says: "damaged call -"),
        Case(text: #"[2]"#, says: "damaged call -"),
        Case(text: "[]", says: "damaged unknown -"),
        Case(text: "", says: "damaged unknown -"),
        Case(text: "{}", says: "damaged unknown -"),
        Case(text: "hello", says: "damaged unknown -"),
    ])
    func `a frame is told for what it is`(_ example: Case) {
        #expect(Self.words(Frame(example.text)) == example.says)
    }

    @Test(arguments: [
        Case(text: #"[5,"7","FormatViolation","why",{}]"#, says: "result error 7 FormationViolation why"),
        Case(text: #"[5,"7"]"#, says: "result error 7 GenericError "),
        Case(
            text: #"[6,"7","NotifyPeriodicEventStream",{"id":1}]"#, says: #"send 7 NotifyPeriodicEventStream {"id":1}"#),
        Case(text: #"[6,"7"]"#, says: "damaged send 7"),
        Case(text: #"[5,"7",{"#, says: "damaged answer 7"),
        Case(text: #"[7,"7","X",{}]"#, says: "unknown 7 7"),
    ])
    func `2.1 has two more types of messages, which the others do not know`(_ example: Case) {
        #expect(Self.words(Frame(example.text, .ocpp21)) == example.says)
        for dialect in [Dialect.ocpp16, .ocpp201] {
            let words = Self.words(Frame(example.text, dialect))
            #expect(words.hasPrefix("unknown") || words.hasPrefix("damaged unknown"))
        }
    }

    @Test func `nesting is bounded`() {
        func nested(_ depth: Int) -> Frame {
            Frame("[2,\"7\",\"X\"," + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "]")
        }
        #expect(Self.words(nested(31)).hasPrefix("call 7"))
        #expect(Self.words(nested(32)) == "damaged call 7")
        #expect(Self.words(nested(100_000)) == "damaged call 7")
    }

    @Test func `size and number of values are bounded`() {
        let long = "[2,\"7\",\"X\",{\"a\":\"" + String(repeating: "x", count: Frame.maximumBytes) + "\"}]"
        #expect(Self.words(Frame(long)) == "damaged unknown -")
        let many = "[2,\"7\",\"X\",[" + String(repeating: "1,", count: 70_000) + "1]]"
        #expect(Self.words(Frame(many)) == "damaged call 7")
        let id = String(repeating: "x", count: 257)
        #expect(Self.words(Frame("[2,\"\(id)\",\"X\",{}]")) == "damaged call -")
    }

    @Test func `every prefix of a frame is survived, and gives the id as soon as it is there`() {
        let text = #"[2,"id-é-\ud83d\ude00","StartTransaction",{"connectorId":1,"idTag":"a\"b","x":[null,true,-0.5]}]"#
        for length in 0..<text.utf8.count {
            let prefix = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            guard case .damaged(let damage) = Frame(prefix) else {
                Issue.record("a prefix of \(length) bytes was taken for a frame")
                continue
            }
            #expect((damage.id != nil) == (length >= 23), "\(prefix)")
        }
    }

    static func words(_ frame: Frame) -> String {
        switch frame {
        case .call(let id, let action, let payload): "call \(id) \(action) \(payload.verbatim)"
        case .result(let id, let payload): "result \(id) \(payload.verbatim)"
        case .error(let id, let error): "error \(id) \(error.code) \(error.description)"
        case .resultError(let id, let error): "result error \(id) \(error.code) \(error.description)"
        case .send(let id, let action, let payload): "send \(id) \(action) \(payload.verbatim)"
        case .unknown(let type, let id): "unknown \(type) \(id?.text ?? "-")"
        case .damaged(let damage): "damaged \(damage.kind) \(damage.id?.text ?? "-")"
        }
    }
}
