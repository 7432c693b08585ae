import Charging
import Foundation

/// Turns the body of a fact into the JSON the journal stores, and back.
enum BodyCoder {
    private static let decoder = JSONDecoder()

    static func encode(_ body: some Encodable) throws -> String { try JSONWriter.write(body) }

    static func decode<Body: Decodable>(_ type: Body.Type, from text: String) throws -> Body {
        try decoder.decode(type, from: Data(text.utf8))
    }

    static func encode(_ fact: Fact) throws -> String { try encode(fact.body) }

    /// `version` is what the entry says about its body; a body of a later version is not guessed at.
    static func fact(kind name: String, version: Int, body text: String) throws -> Fact {
        guard let kind = FactKind(rawValue: name), version <= kind.version else {
            throw JournalError(
                reason: .newer,
                message: "The journal holds an entry of kind \(name), version \(version), which this "
                    + "program does not know.",
                hint: "Install the newer version of Ohmstead that wrote it.")
        }
        return try Fact(kind: kind) { type in try decode(type, from: text) }
    }
}
