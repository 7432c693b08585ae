import Charging
import Foundation
import Trust

/// Turns the body of a fact into the JSON the journal stores, and back. Tags are sealed in it where there is a vault.
struct BodyCoder: Sendable {
    private let vault: TagVault?

    init(vault: TagVault?) { self.vault = vault }

    /// Stores tags as they are.
    static let plain = BodyCoder(vault: nil)

    func encode(_ body: some Encodable) throws -> String { try JSONWriter.write(body, cipher: vault) }

    func decode<Body: Decodable>(_ type: Body.Type, from text: String) throws -> Body {
        let decoder = JSONDecoder()
        if let vault { decoder.userInfo[.tagCipher] = vault }
        return try decoder.decode(type, from: Data(text.utf8))
    }

    func encode(_ fact: Fact) throws -> String { try encode(fact.body) }

    /// `version` is what the entry says about its body; a body of a later version is not guessed at.
    func fact(kind name: String, version: Int, body text: String) throws -> Fact {
        guard let kind = FactKind(rawValue: name), version <= kind.version else {
            throw JournalError(
                reason: .newer,
                message: "The journal holds an entry of kind \(name), version \(version), which this "
                    + "program does not know.",
                hint: "Install the newer version of Ohmstead that wrote it.")
        }
        return try Fact(kind: kind) { type in try decode(type, from: text) }
    }

    /// A tag for a column of its own.
    func seal(_ tag: String) -> String { vault?.seal(tag) ?? tag }

    /// `nil` where the column's text is sealed with another key.
    func open(_ text: String) -> String? { vault.map { $0.open(text) } ?? text }
}

extension TagVault: TagCipher {}
