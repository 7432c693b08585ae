import Charging
import GRDB

/// Where the journal ends, and what the site knows there. A commit makes a new tail out of the last one.
struct Tail: Sendable {
    var site: Site
    var seq: Int64
    /// The boot the last entry was written in, by its number in the table.
    var boot: (id: BootID, number: Int64)?
    var snapshotSeq: Int64
}

extension Tail {
    /// The state after the last entry: the snapshot, what was written since folded into it, and the tags.
    static func recover(_ rules: SiteRules, from db: Database, _ coder: BodyCoder = .plain) throws -> Tail {
        let first = try Int64.fetchOne(db, sql: "SELECT value FROM property WHERE name = 'first_transaction'")
        guard let firstTransaction = TransactionID(first) else {
            throw JournalError(
                reason: .damaged, message: "The data file does not say where its transaction ids begin.",
                hint: "Restore the last backup.")
        }
        var tail = Tail(site: Site(rules: rules, firstTransaction: firstTransaction), seq: 0, boot: nil, snapshotSeq: 0)
        try tail.restore(from: db, coder)
        let entries = try EntryQuery(after: tail.seq, except: FactKind.ofTags).cursor(db, coder)
        while let entry = try entries.next() {
            tail.site.pass(to: entry.seq - 1)
            tail.site.fold(entry.fact, about: entry.subject, at: entry.stamp)
        }
        tail.seq = max(tail.seq, try Int64.fetchOne(db, sql: "SELECT max(seq) FROM entry") ?? 0)
        tail.site.pass(to: tail.seq)
        // These are as after the last entry already, and nothing else that is remembered depends on them.
        let (list, cache) = try TagTables(db: db, coder: coder).read()
        tail.site.restore(list, cache)
        return tail
    }

    /// A snapshot is only a short cut: one that cannot be read any more is passed over, and everything folded.
    private mutating func restore(from db: Database, _ coder: BodyCoder) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT seq, body FROM snapshot ORDER BY seq DESC LIMIT 1"),
            let seq = try? row.decode(Int64.self, forColumn: "seq"),
            let body = try? row.decode(String.self, forColumn: "body"),
            let snapshot = try? coder.decode(SiteSnapshot.self, from: body)
        else { return }
        site.restore(snapshot, at: seq)
        self.seq = seq
        snapshotSeq = seq
    }

    mutating func writeSnapshot(to db: Database, _ coder: BodyCoder) throws {
        try db.execute(sql: "DELETE FROM snapshot")
        try db.execute(
            sql: "INSERT INTO snapshot(seq, body) VALUES (?, ?)",
            arguments: [seq, try coder.encode(site.snapshot)])
        snapshotSeq = seq
    }

    /// The number of a boot, given when its first entry is written.
    mutating func number(of id: BootID, in db: Database) throws -> Int64 {
        if let boot, boot.id == id { return boot.number }
        try db.execute(sql: "INSERT OR IGNORE INTO boot(id) VALUES (?)", arguments: [id.rawValue])
        let number = try Int64.fetchOne(db, sql: "SELECT number FROM boot WHERE id = ?", arguments: [id.rawValue])!
        boot = (id, number)
        return number
    }
}
