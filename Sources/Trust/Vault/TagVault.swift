/// Keeps card numbers unreadable in the database: who steals the data file has no tags, only seals.
///
/// A seal is `~` and base64url of AES-256-SIV (RFC 5297) over the tag. It is deterministic, so that SQL still finds
/// equal tags by equal seals, and authenticated, so that a changed seal does not open. Its length tells the length of
/// the tag. The key lies in a file of its own and belongs neither into the database nor beside it in a backup.
package struct TagVault: Sendable {
    private static let mark = UInt8(ascii: "~")
    /// Ties a seal to its use: the same key would give other seals for anything else.
    private static let purpose = Array("Ohmstead tag 1".utf8)
    private static let keyBytes = 64

    private let cipher: SIVCipher

    /// - Parameter key: 64 random bytes.
    package init(key: [UInt8]) throws(TrustError) {
        guard key.count == Self.keyBytes else {
            throw TrustError(
                .unsuitableKey, "The key of the tag vault has \(key.count) bytes instead of \(Self.keyBytes).",
                hint: "Bring the key file back from a backup; without its key no sealed tag can be read.")
        }
        cipher = try SIVCipher(key: key)
    }

    /// Reads the key file, or creates it with a new key when there is none.
    package static func load(path: String) throws(TrustError) -> TagVault {
        if let vault = try read(path) { return vault }
        _ = try PrivateFile.create(path, with: try RandomBytes.make(keyBytes))
        // Read back: what is used from now on must be what the disk holds, whoever wrote it.
        guard let vault = try read(path) else { throw PrivateFile.unreadable(path, "it went away while being made") }
        return vault
    }

    private static func read(_ path: String) throws(TrustError) -> TagVault? {
        guard let key = try PrivateFile.read(path, limit: keyBytes) else { return nil }
        guard key.count == keyBytes else {
            throw PrivateFile.unreadable(path, "it has \(key.count) bytes, and a key has \(keyBytes)")
        }
        return try TagVault(key: key)
    }

    /// The empty text is no secret and stays empty.
    package func seal(_ tag: String) -> String {
        guard !tag.isEmpty else { return "" }
        let sealed = cipher.seal(Array(tag.utf8), with: [Self.purpose])
        return String(decoding: [Self.mark] + Base64.url.text(sealed), as: UTF8.self)
    }

    /// The tag in the seal. A text without the mark is a tag from before there was a vault, and is given back as it is;
    /// `nil` when the text has the mark and is not a seal of this vault.
    package func open(_ text: String) -> String? {
        guard text.utf8.first == Self.mark else { return text }
        guard let sealed = Base64.url.bytes(text.utf8.dropFirst()),
            let tag = cipher.open(sealed, with: [Self.purpose])
        else { return nil }
        return String(validating: tag, as: UTF8.self)
    }
}
