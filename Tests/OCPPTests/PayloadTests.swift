import FoundationEssentials
import OCPP
import Testing

@Suite struct PayloadTests {
    struct Sample: Codable, Hashable {
        var text: String
        var number: Int
        var flag: Bool?
        var optional: Int?
        var list: [Inner]?
        var exact: NumberText?
        var opaque: OpaqueText?
    }

    struct Inner: Codable, Hashable {
        var name: String
    }

    static func decode<Message: Decodable>(_ json: String, as type: Message.Type = Sample.self) throws -> Message {
        guard case .call(_, _, let payload) = Frame("[2,\"1\",\"X\",\(json)]") else {
            throw PayloadError.unacceptable("The frame is damaged.")
        }
        return try payload.decode(type)
    }

    struct Lenient: Sendable, CustomTestStringConvertible {
        var json: String
        var becomes: Sample
        var testDescription: String { json }
    }

    @Test(arguments: [
        Lenient(json: #"{"text":"a","number":1}"#, becomes: Sample(text: "a", number: 1)),
        Lenient(json: #"{"unknown":{"x":[]},"text":"a","number":1}"#, becomes: Sample(text: "a", number: 1)),
        Lenient(json: #"{"text":0.10,"number":"1"}"#, becomes: Sample(text: "0.10", number: 1)),
        Lenient(json: #"{"text":true,"number":" -7.0 "}"#, becomes: Sample(text: "true", number: -7)),
        Lenient(
            json: #"{"text":"","number":1,"flag":null,"optional":null,"list":null,"exact":null,"opaque":null}"#,
            becomes: Sample(text: "", number: 1)),
        Lenient(json: #"{"text":"","number":1,"flag":"","optional":""}"#, becomes: Sample(text: "", number: 1)),
        Lenient(
            json: #"{"text":"","number":1,"flag":"True","optional":"5"}"#,
            becomes: Sample(text: "", number: 1, flag: true, optional: 5)),
        Lenient(
            json: #"{"text":"","number":1,"list":{"name":"only"}}"#,
            becomes: Sample(text: "", number: 1, list: [Inner(name: "only")])),
        Lenient(
            json: #"{"text":"","number":1,"list":[null,{"name":"a"},null,{"name":"b"},null]}"#,
            becomes: Sample(text: "", number: 1, list: [Inner(name: "a"), Inner(name: "b")])),
        Lenient(
            json: #"{"text":"","number":1,"exact":13845.60}"#,
            becomes: Sample(text: "", number: 1, exact: NumberText("13845.60"))),
        Lenient(
            json: #"{"text":"","number":1,"opaque":{ "a": [1.0, "x"] }}"#,
            becomes: Sample(text: "", number: 1, opaque: OpaqueText(#"{ "a": [1.0, "x"] }"#))),
        Lenient(
            json: #"{"\u0074ext":"\ud83d\ude00\n\/\ud800x","number":1}"#,
            becomes: Sample(text: "😀\n/\u{FFFD}x", number: 1)),
    ])
    func `careless payloads are understood`(_ example: Lenient) throws {
        #expect(try Self.decode(example.json) == example.becomes)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var json: String
        var error: PayloadError
        var testDescription: String { json }
    }

    @Test(arguments: [
        Refused(json: "[1]", error: .noObject),
        Refused(json: #""text""#, error: .noObject),
        Refused(json: "{}", error: .missing(field: "text")),
        Refused(json: "[]", error: .missing(field: "text")),
        Refused(json: #"{"text":"a"}"#, error: .missing(field: "number")),
        Refused(json: #"{"text":{},"number":1}"#, error: .wrongType(field: "text")),
        Refused(json: #"{"text":null,"number":1}"#, error: .wrongType(field: "text")),
        Refused(json: #"{"text":"a","number":1.5}"#, error: .wrongType(field: "number")),
        Refused(json: #"{"text":"a","number":"one"}"#, error: .wrongType(field: "number")),
        Refused(json: #"{"text":"a","number":9223372036854775808}"#, error: .wrongType(field: "number")),
        Refused(json: #"{"text":"a","number":1,"list":[1]}"#, error: .wrongType(field: "list")),
        Refused(json: #"{"text":"a","number":1,"exact":[]}"#, error: .wrongType(field: "exact")),
    ])
    func `what cannot be read is named`(_ example: Refused) {
        #expect(throws: example.error) { try Self.decode(example.json) }
    }

    @Test func `integers reach to the ends of 64 bits`() throws {
        struct Wide: Decodable { var n: Int64 }
        #expect(try Self.decode(#"{"n":9223372036854775807}"#, as: Wide.self).n == .max)
        #expect(try Self.decode(#"{"n":-9223372036854775808}"#, as: Wide.self).n == .min)
    }

    @Test func `strict payloads are read as Foundation reads them`() throws {
        var random = SplitMix(state: 42)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted]
        for _ in 0..<300 {
            let sample = Self.random(&random)
            let json = String(decoding: try encoder.encode(sample), as: UTF8.self)
            #expect(try Self.decode(json) == sample)
            #expect(try JSONDecoder().decode(Sample.self, from: Data(json.utf8)) == sample)
        }
    }

    @Test func `random damage is refused or read, never more`() throws {
        var random = SplitMix(state: 7)
        let text = Array(
            #"[2,"1","X",{"text":"a\u0041","number":-12,"list":[{"name":"n"}],"opaque":[1,2.5e3,null]}]"#.utf8)
        for _ in 0..<3000 {
            var bytes = text
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let position = Int.random(in: bytes.indices, using: &random)
                bytes[position] = Array("{}[],:\"\\0-.enu x".utf8).randomElement(using: &random)!
            }
            guard case .call(_, _, let payload) = Frame(String(decoding: bytes, as: UTF8.self)) else { continue }
            _ = try? payload.decode(Sample.self)
            // Taken as a frame, it has to be JSON for others too, but for leading zeros.
            if (try? JSONDecoder().decode(AnyJSON.self, from: Data(payload.verbatim.utf8))) == nil {
                #expect(payload.verbatim.contains("0"), "\(payload.verbatim)")
            }
        }
    }

    private static func random(_ random: inout SplitMix) -> Sample {
        let texts = ["", "a", "ä\n\t\"\\/\u{1}", "😀", "a longer text than fits inline", "1.50"]
        let text = { (random: inout SplitMix) in texts.randomElement(using: &random)! }
        return Sample(
            text: text(&random), number: Int.random(in: .min ... .max, using: &random),
            flag: [nil, true, false].randomElement(using: &random)!,
            optional: [nil, 0, -1].randomElement(using: &random)!,
            list: Bool.random(using: &random) ? nil : (0..<3).map { _ in Inner(name: text(&random)) },
            exact: Bool.random(using: &random) ? nil : NumberText(Int.random(in: -99...99, using: &random)),
            opaque: Bool.random(using: &random) ? nil : OpaqueText(text(&random)))
    }
}

extension PayloadTests.Sample {
    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        text = try members.decode(String.self, forKey: .text)
        number = try members.decode(Int.self, forKey: .number)
        flag = try members.decodeIfPresent(Bool.self, forKey: .flag)
        optional = try members.decodeIfPresent(Int.self, forKey: .optional)
        list = try members.decodeIfPresent([PayloadTests.Inner].self, forKey: .list)
        opaque = try members.decodeIfPresent(OpaqueText.self, forKey: .opaque)
        // Foundation's decoder gives no text for a number.
        exact =
            if let number = try? members.decodeIfPresent(Int.self, forKey: .exact) {
                NumberText(number)
            } else {
                try members.decodeIfPresent(NumberText.self, forKey: .exact)
            }
    }
}

/// Takes any JSON there is.
private struct AnyJSON: Decodable {
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: Key.self) {
            for key in members.allKeys { _ = try members.decode(AnyJSON.self, forKey: key) }
        } else if var elements = try? decoder.unkeyedContainer() {
            while !elements.isAtEnd { _ = try elements.decode(AnyJSON.self) }
        }
    }
}
