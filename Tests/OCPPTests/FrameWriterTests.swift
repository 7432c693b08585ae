import OCPP
import Testing

@Suite struct FrameWriterTests {
    struct Ask: Call, Hashable {
        typealias Response = Empty
        static let action = "Ask"
        var text: String
        var number: Int?
    }

    @Test func `a call is written by the standard`() throws {
        let text = try FrameWriter.call(Ask(text: "a/\"b\"", number: nil), id: MessageID("7"))
        #expect(text == #"[2,"7","Ask",{"text":"a/\"b\""}]"#)
    }

    struct Case: Sendable {
        var received: String
        var answered: String
    }

    @Test(arguments: [
        Case(received: #"[2,"7","X",{}]"#, answered: #"[3,"7",{}]"#),
        Case(received: #"[2,7,"X",{}]"#, answered: #"[3,7,{}]"#),
        Case(received: #"[2,"a\"\\\n\u0001é","X",{}]"#, answered: #"[3,"a\"\\\n\u0001é",{}]"#),
        Case(received: #"[2,"","X",{}]"#, answered: #"[3,"",{}]"#),
    ])
    func `an id is given back as it came`(_ example: Case) throws {
        guard case .call(let id, _, _) = Frame(example.received) else {
            Issue.record("no call")
            return
        }
        #expect(try FrameWriter.result(Empty(), to: id) == example.answered)
    }

    @Test func `an error has all five elements and 255 characters at most`() {
        let error = CallError(.notSupported, "No \"list\"." + String(repeating: "x", count: 300))
        let text = FrameWriter.error(error, to: MessageID("7"))
        #expect(text.hasPrefix(#"[4,"7","NotSupported","No \"list\".xxx"#))
        #expect(text.hasSuffix(#"x",{}]"#))
        guard case .error(_, let read) = Frame(text) else {
            Issue.record("no error frame")
            return
        }
        #expect(read.description.count == 255)
    }

    @Test func `the spelling of 1.6 is sent, whichever came`() {
        #expect(CallErrorCode(rawValue: "FormatViolation") == .formationViolation)
        #expect(CallErrorCode(rawValue: "OccurrenceConstraintViolation") == .occurenceConstraintViolation)
        #expect(CallErrorCode(rawValue: "VendorError").rawValue == "VendorError")
    }
}
