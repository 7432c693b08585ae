import GRDB

/// Sees to it that a data file is opened with the key that its tags were sealed with.
enum VaultCheck {
    private static let word = "ohmstead"

    static func insist(on coder: BodyCoder, _ db: Database) throws {
        let known = try String.fetchOne(db, sql: "SELECT value FROM property WHERE name = 'tag_seal'")
        guard let known else {
            // New here, or from before there was a vault; what is in it already opens as it is.
            try db.execute(
                sql: "INSERT INTO property(name, value) VALUES ('tag_seal', ?)", arguments: [coder.seal(word)])
            return
        }
        if known == coder.seal(word) { return }
        // Stored without a vault so far, and with one from now on.
        if known == word {
            try TagTables(db: db, coder: coder).sealAll()
            return try db.execute(
                sql: "UPDATE property SET value = ? WHERE name = 'tag_seal'", arguments: [coder.seal(word)])
        }
        throw JournalError(
            reason: .unavailable, message: "The tags in the data file were sealed with another key.",
            hint: "Put the key file that belongs to this data file back in its place; see tag_key_file in [storage].")
    }
}
