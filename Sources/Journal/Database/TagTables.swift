import Charging
import GRDB

/// The tags the site knows: its own list, and what clouds said. Both tables are as after the last entry.
///
/// There may be tens of thousands, of which an entry changes a few; so they are no part of the snapshot, which is
/// written as a whole.
struct TagTables {
    var db: Database
    var coder: BodyCoder

    private static let listVersion = "list_version"

    func change(_ update: LocalListUpdate) throws {
        if update.kind == .full { try db.execute(sql: "DELETE FROM listed") }
        for change in update.changes {
            if let record = change.record { try keep(record) } else { try remove(change.tag) }
        }
        try keep(version: update.version)
    }

    /// What clouds said longest ago goes first, as it does in the site's memory.
    func learn(_ learned: LearnedTag, at moment: Timestamp, seq: Int64) throws {
        guard learned.answer.isKept else { return }
        let key = coder.seal(learned.tag.text)
        let isKnown = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM answered WHERE tag = ?)"), arguments: [key])!
        if !isKnown, try answers() >= AuthorizationCache.mostEntries {
            try db.execute(
                sql: "DELETE FROM answered WHERE seq IN (SELECT seq FROM answered ORDER BY seq LIMIT ?)",
                arguments: [AuthorizationCache.forgottenAtOnce])
        }
        let entry = AuthorizationCache.Entry(key: learned.tag, answer: learned.answer, learned: moment)
        try keep(entry, seq: seq)
    }

    func forgetAnswers() throws { try db.execute(sql: "DELETE FROM answered") }

    /// Everything there is, at a start.
    func read() throws -> (list: LocalList, cache: AuthorizationCache) {
        let version = try Int.fetchOne(
            db, sql: "SELECT value FROM property WHERE name = ?", arguments: [Self.listVersion])
        let records = try Row.fetchCursor(db, sql: #"SELECT tag, status, expires, "group", note FROM listed"#).map {
            let answer = try self.answer($0)
            return TagRecord(
                tag: try tag($0, "tag"), status: answer.status, expires: answer.expires, group: answer.group,
                note: try $0.decode(String?.self, forColumn: "note"))
        }
        let answers = try Row.fetchCursor(
            db, sql: #"SELECT tag, status, expires, "group", learned FROM answered ORDER BY seq"#
        ).map {
            AuthorizationCache.Entry(
                key: try tag($0, "tag"), answer: try self.answer($0),
                learned: Timestamp(microseconds: try $0.decode(Int64.self, forColumn: "learned")))
        }
        return (
            LocalList(version: version ?? 0, records: try Array(records)), AuthorizationCache(try Array(answers))
        )
    }

    /// Fills the tables of a data file that did not have them.
    func fill(_ list: LocalList, _ cache: AuthorizationCache) throws {
        for record in list.all { try keep(record) }
        try keep(version: list.version)
        // The numbers of the entries they came with are not known any more. All of these are older than what is to come.
        let oldestFirst = cache.oldestFirst
        for (number, entry) in oldestFirst.enumerated() { try keep(entry, seq: Int64(number - oldestFirst.count)) }
    }

    /// Seals what was stored as it is.
    func sealAll() throws {
        let (list, _) = try read()
        try db.execute(sql: "DELETE FROM listed")
        for record in list.all { try keep(record) }
        let numbered = try Row.fetchAll(db, sql: #"SELECT seq, tag, "group" FROM answered"#)
        for row in numbered {
            try db.execute(
                sql: #"UPDATE answered SET tag = ?, "group" = ? WHERE seq = ?"#,
                arguments: [
                    coder.seal(try tag(row, "tag").text), try group(row).map { coder.seal($0.text) },
                    try row.decode(Int64.self, forColumn: "seq"),
                ])
        }
    }
}

extension TagTables {
    private func answers() throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM answered"))!
    }

    private func keep(_ record: TagRecord) throws {
        let upsert = try db.cachedStatement(
            sql: #"INSERT OR REPLACE INTO listed(tag, status, expires, "group", note) VALUES (?, ?, ?, ?, ?)"#)
        try upsert.execute(arguments: [
            coder.seal(record.tag.text), record.status.rawValue, record.expires?.microseconds,
            record.group.map { coder.seal($0.text) }, record.note,
        ])
    }

    private func keep(_ entry: AuthorizationCache.Entry, seq: Int64) throws {
        let upsert = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO answered(seq, tag, status, expires, "group", learned) VALUES (?, ?, ?, ?, ?, ?)
                """)
        try upsert.execute(arguments: [
            seq, coder.seal(entry.key.text), entry.answer.status.rawValue, entry.answer.expires?.microseconds,
            entry.answer.group.map { coder.seal($0.text) }, entry.learned.microseconds,
        ])
    }

    private func keep(version: Int) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO property(name, value) VALUES (?, ?)", arguments: [Self.listVersion, version])
    }

    private func remove(_ tag: Tag) throws {
        try db.cachedStatement(sql: "DELETE FROM listed WHERE tag = ?").execute(arguments: [coder.seal(tag.text)])
    }

    private func tag(_ row: Row, _ column: String) throws -> Tag {
        guard let tag = coder.open(try row.decode(String.self, forColumn: column)).flatMap({ Tag($0) }) else {
            throw Self.damaged
        }
        return tag
    }

    private func group(_ row: Row) throws -> Tag? {
        try row.decode(String?.self, forColumn: "group") == nil ? nil : try tag(row, "group")
    }

    private func answer(_ row: Row) throws -> TagAnswer {
        guard let status = Authorization(rawValue: try row.decode(String.self, forColumn: "status")) else {
            throw Self.damaged
        }
        let expires = try row.decode(Int64?.self, forColumn: "expires").map { Timestamp(microseconds: $0) }
        return TagAnswer(status: status, expires: expires, group: try group(row))
    }

    private static let damaged = JournalError(
        reason: .damaged, message: "The tags in the data file cannot be read.",
        hint: "Update to the newest version; if that does not help, restore the last backup.")
}
