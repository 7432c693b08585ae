import Foundation
import OCPP
import Testing

@Suite struct MessageWriterTests {
    struct Everything: Codable, Hashable {
        var text = "a/\"b\"\\\n\t\u{1}é😀"
        var yes = true
        var wide = Int64.min
        var small = UInt8.max
        var real = -0.5
        var list = [[1], [2, 3]]
        var objects = [Part(name: "x"), Part(name: "y")]
        var part: Part? = Part(name: "z")
        var nothing: Part?
        var table = ["k": 1]
    }

    struct Part: Codable, Hashable {
        var name: String
    }

    private func write(_ message: some Encodable) throws(PayloadError) -> String {
        let frame = try FrameWriter.result(message, to: MessageID("1"))
        return String(frame.dropFirst(#"[3,"1","#.count).dropLast())
    }

    @Test func `what is written is what Foundation reads`() throws {
        let json = try write(Everything())
        #expect(try JSONDecoder().decode(Everything.self, from: Data(json.utf8)) == Everything())
        #expect(json.hasPrefix(#"{"text":"a/\"b\"\\\n\t\u0001é😀","yes":true,"wide":-9223372036854775808,"small":255,"#))
    }

    @Test(arguments: ["0", "-1", "13845.60", "9.700000000000001", "1e400", "123456789012345678901234567890", "0.10"])
    func `a number is written in the digits it has`(_ digits: String) throws {
        #expect(try write(["n": NumberText(digits)]) == #"{"n":\#(digits)}"#)
    }

    @Test(arguments: ["", "NaN", "1.", ".5", "+1", "01", "1 ", "0x1", "1,5", "ten", "-", "1e", "--1"])
    func `what is no number is not written as one`(_ digits: String) {
        #expect(throws: PayloadError.outOfBounds(field: "n", rule: "be a number")) {
            try write(["n": NumberText(digits)])
        }
    }

    @Test func `a number that JSON does not have is not written`() {
        #expect(throws: PayloadError.unacceptable("The message holds a number that JSON cannot express.")) {
            try write(["n": Double.nan])
        }
    }

    struct Lists: Codable {
        var required: [Int]
        var optional: [Int]?
        var last = 1
    }

    @Test func `an empty list is never written`() throws {
        #expect(try write(Lists(required: [1], optional: [])) == #"{"required":[1],"last":1}"#)
        #expect(throws: PayloadError.outOfBounds(field: "required", rule: "have at least one element")) {
            try write(Lists(required: []))
        }
    }

    @Test func `texts that look like empty lists are kept`() throws {
        #expect(try write(["a": Optional("[]")]) == #"{"a":"[]"}"#)
        #expect(try write(Part(name: "{}")) == #"{"name":"{}"}"#)
    }

    struct Limited: Codable {
        var text: Text<3>
        var list: List<Int, 2>?
        var growing: GrowingText<2, 4>?
        var exact: DecimalText<2>?
    }

    @Test func `limits count characters as the schemas do`() throws {
        #expect(try write(Limited(text: "äöü")) == #"{"text":"äöü"}"#)
        #expect(throws: PayloadError.outOfBounds(field: "text", rule: "have at most 3 characters")) {
            // One character to a reader, four code points to a schema.
            try write(Limited(text: "e\u{301}\u{302}\u{303}"))
        }
        #expect(throws: PayloadError.outOfBounds(field: "list", rule: "have at most 2 elements")) {
            try write(Limited(text: "a", list: [1, 2, 3]))
        }
        #expect(throws: PayloadError.outOfBounds(field: "exact", rule: "have at most 2 decimal places")) {
            try write(Limited(text: "a", exact: "1.005"))
        }
    }

    @Test func `a text may grow with the version`() throws {
        let message = Limited(text: "a", growing: "abcd")
        #expect(throws: PayloadError.outOfBounds(field: "growing", rule: "have at most 2 characters")) {
            try FrameWriter.result(message, to: MessageID("1"), .ocpp201)
        }
        #expect(
            try FrameWriter.result(message, to: MessageID("1"), .ocpp21)
                == #"[3,"1",{"text":"a","growing":"abcd"}]"#)
    }

    @Test func `the reason says what to do`() {
        #expect(
            PayloadError.outOfBounds(field: "idTag", rule: "have at most 20 characters").callError(in: .ocpp16)
                == CallError(.propertyConstraintViolation, "idTag must have at most 20 characters."))
    }
}
