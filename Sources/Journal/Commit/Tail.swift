import Charging
import GRDB

/// Where the journal ends, and what the site knows there. A commit makes a new tail out of the last one.
struct Tail: Sendable {
    var site: Site
    var seq: Int64
    /// The boot the last entry was written in, by its number in the table.
    var boot: (id: BootID, number: Int64)?
}

extension Tail {
    /// The state after the last entry: the snapshot, what was written since folded into it, and the tags.
    static func recover(
        _ rules: SiteRules, from db: Database, _ coder: BodyCoder = .plain
    ) throws -> (tail: Tail, snapshot: SnapshotRows.Extent) {
        let first = try Int64.fetchOne(db, sql: "SELECT value FROM property WHERE name = 'first_transaction'")
        guard let firstTransaction = TransactionID(first) else {
            throw JournalError(
                reason: .damaged, message: "The data file does not say where its transaction ids begin.",
                hint: "Restore the last backup.")
        }
        var tail = Tail(site: Site(rules: rules, firstTransaction: firstTransaction), seq: 0, boot: nil)
        var extent = SnapshotRows.Extent()
        if let (snapshot, found) = try SnapshotRows(db: db).read(coder) {
            tail.site.restore(snapshot, at: found.seq)
            tail.seq = found.seq
            extent = found
        }
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
        return (tail, extent)
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
