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

    struct Objection: Sendable, CustomTestStringConvertible {
        var received: String
        var in16: String?
        var in201: String?
        var in21: String?
        var testDescription: String { received }
    }

    @Test(arguments: [
        Objection(received: #"[2,"7","X",{}]"#),
        Objection(received: #"[3,"7",{}]"#),
        Objection(
            received: #"[2,"7","X",{"#, in16: #"[4,"7","FormationViolation","A name in quotes is missing.",{}]"#,
            in201: #"[4,"7","FormatViolation","A name in quotes is missing.",{}]"#,
            in21: #"[4,"7","FormatViolation","A name in quotes is missing.",{}]"#),
        Objection(
            received: #"[2,"7"#, in201: #"[4,"-1","RpcFrameworkError","A text is not closed.",{}]"#,
            in21: #"[4,"-1","RpcFrameworkError","A text is not closed.",{}]"#),
        Objection(
            received: "hello", in201: #"[4,"-1","RpcFrameworkError","The message is no list.",{}]"#,
            in21: #"[4,"-1","RpcFrameworkError","The message is no list.",{}]"#),
        Objection(
            received: #"[9,"7","X",{}]"#,
            in201: #"[4,"7","MessageTypeNotSupported","9 is no message type.",{}]"#),
        Objection(
            received: "[9]", in201: #"[4,"-1","MessageTypeNotSupported","9 is no message type.",{}]"#),
        Objection(
            received: #"[3,"7",{"#, in21: #"[5,"7","FormatViolation","A name in quotes is missing.",{}]"#),
        Objection(received: #"[3,"#),
        Objection(
            received: #"[6,"7"]"#, in201: #"[4,"7","MessageTypeNotSupported","6 is no message type.",{}]"#),
    ])
    func `each version hears what it wants to hear about a frame that is no message`(_ example: Objection) {
        let heard = { (dialect: Dialect) in
            FrameWriter.objection(to: Frame(example.received, dialect), dialect)
        }
        #expect(heard(.ocpp16) == example.in16)
        #expect(heard(.ocpp201) == example.in201)
        #expect(heard(.ocpp21) == example.in21)
    }

    @Test func `each version reads the codes in its own spelling`() {
        let write = { (code: CallErrorCode, dialect: Dialect) in
            FrameWriter.error(CallError(code), to: MessageID("7"), dialect)
        }
        #expect(write(.formationViolation, .ocpp16) == #"[4,"7","FormationViolation","",{}]"#)
        #expect(write(.formationViolation, .ocpp201) == #"[4,"7","FormatViolation","",{}]"#)
        #expect(write(.occurenceConstraintViolation, .ocpp16) == #"[4,"7","OccurenceConstraintViolation","",{}]"#)
        #expect(write(.occurenceConstraintViolation, .ocpp21) == #"[4,"7","OccurrenceConstraintViolation","",{}]"#)
    }

    @Test func `a message that nobody answers is written for 2.1`() throws {
        struct Tell: Notice {
            static let action = "Tell"
            var text: String
        }
        #expect(try FrameWriter.send(Tell(text: "a"), id: MessageID("7")) == #"[6,"7","Tell",{"text":"a"}]"#)
    }

    @Test func `both spellings are the same code`() {
        #expect(CallErrorCode(rawValue: "FormatViolation") == .formationViolation)
        #expect(CallErrorCode(rawValue: "OccurrenceConstraintViolation") == .occurenceConstraintViolation)
        #expect(CallErrorCode(rawValue: "VendorError").rawValue == "VendorError")
    }
}
