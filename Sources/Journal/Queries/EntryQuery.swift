package import Charging
import GRDB

/// Entries in the order of the journal.
struct EntryQuery {
    /// What `Entry.init(_:)` reads, of the tables `entry` and `boot`.
    static let columns = """
        entry.seq, entry.at, boot.id AS boot, entry.monotonic, entry.trusted, entry.kind, entry.version, entry.subject,
        entry.body
        """

    let sql: String
    let arguments: StatementArguments

    /// So many entries of these kinds after one and up to another, about these subjects or anything, oldest first.
    init(after seq: Int64, through last: Int64, kinds: Set<FactKind>, subjects: Set<Subject>? = nil, limit: Int = -1) {
        let filter = Self.filter(kinds, subjects)
        sql = """
            SELECT \(Self.columns)
            FROM \(filter.table) JOIN boot ON boot.number = entry.boot
            WHERE seq > ? AND seq <= ?\(filter.condition) ORDER BY seq LIMIT ?
            """
        arguments = [seq, last] + filter.arguments + [limit]
    }

    /// Everything after an entry but what is of these kinds, oldest first.
    init(after seq: Int64, except kinds: Set<FactKind>) {
        sql = """
            SELECT \(Self.columns)
            FROM entry JOIN boot ON boot.number = entry.boot
            WHERE seq > ? AND kind NOT IN (\(Self.list(kinds))) ORDER BY seq
            """
        arguments = [seq]
    }

    /// So many entries of a kind that is paged through, of one subject or of all, newest first.
    init(paged kind: FactKind, before seq: Int64?, of subject: Subject?, limit: Int) {
        sql = """
            SELECT \(Self.columns)
            FROM entry INDEXED BY entry_paged\(subject == nil ? "" : "_subject") JOIN boot ON boot.number = entry.boot
            WHERE kind = '\(kind.rawValue)' AND \(Schema.pagedKinds) AND seq < ?
            \(subject == nil ? "" : "AND subject = ? ")ORDER BY seq DESC LIMIT ?
            """
        arguments = [seq ?? .max] + StatementArguments(subject.map { [$0.description] } ?? []) + [limit]
    }

    func cursor(_ db: Database, _ coder: BodyCoder) throws -> some Cursor<Entry> {
        try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments).map { try Entry($0, coder) }
    }

    /// A set of rare kinds is found through the index of rare kinds; any other is common enough to be met on the way.
    /// Subjects are compared on the way as well: an index on them would cost a page for each entry.
    static func filter(
        _ kinds: Set<FactKind>, _ subjects: Set<Subject>? = nil
    ) -> (table: String, condition: String, arguments: StatementArguments) {
        let isRare = kinds.isDisjoint(with: [.meterReport, .reading])
        var condition = " AND kind IN (\(list(kinds)))" + (isRare ? " AND \(Schema.rareKinds)" : "")
        if let subjects {
            condition += " AND subject IN (\(subjects.map { _ in "?" }.joined(separator: ", ")))"
        }
        return (
            isRare ? "entry INDEXED BY entry_rare" : "entry", condition,
            StatementArguments((subjects ?? []).map(\.description))
        )
    }
}

extension EntryQuery {
    private static func list(_ kinds: Set<FactKind>) -> String {
        kinds.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    }
}

extension Entry {
    /// Every column is decoded with a throw: after a damage a row may hold what its table forbids, and that is a data
    /// file to restore and no reason to crash.
    init(_ row: Row, _ coder: BodyCoder) throws {
        let seq = try row.decode(Int64.self, forColumn: "seq")
        guard let subject = Subject(try row.decode(String.self, forColumn: "subject")) else {
            throw JournalError(
                reason: .damaged, message: "Entry \(seq) does not say what it is about.",
                hint: "Restore the last backup.")
        }
        self.init(
            seq: seq,
            stamp: Stamp(
                at: Timestamp(microseconds: try row.decode(Int64.self, forColumn: "at")),
                boot: BootID(try row.decode(String.self, forColumn: "boot")),
                monotonic: try row.decode(Int64.self, forColumn: "monotonic"),
                trusted: try row.decode(Bool.self, forColumn: "trusted")),
            subject: subject,
            fact: try coder.fact(
                kind: try row.decode(String.self, forColumn: "kind"),
                version: try row.decode(Int.self, forColumn: "version"),
                body: try row.decode(String.self, forColumn: "body")))
    }
}

/// Which final sessions are wanted.
package struct SessionQuery: Hashable, Sendable {
    package var limit: Int
    package var station: StationID?

    package init(limit: Int = 50, station: StationID? = nil) {
        self.limit = limit
        self.station = station
    }
}

extension Journal {
    /// The newest entries before another one of what people page through, newest first. `kind` is one of
    /// `Schema.pagedKinds`.
    package func newest(
        _ kind: FactKind, of station: StationID? = nil, before seq: Int64? = nil, limit: Int
    ) async throws(JournalError) -> [Entry] {
        guard limit > 0 else { return [] }
        let query = EntryQuery(paged: kind, before: seq, of: station.map { .station($0) }, limit: limit)
        return try await store.read { [coder] db in try Array(query.cursor(db, coder)) }
    }

    /// Final sessions, newest first.
    package func sessions(_ query: SessionQuery) async throws(JournalError) -> [Session] {
        try await store.read { [coder] db in
            let condition = query.station == nil ? "" : "WHERE station = ? "
            let station: [(any DatabaseValueConvertible)?] = query.station.map { [$0.rawValue] } ?? []
            return try String.fetchAll(
                db, sql: "SELECT body FROM session \(condition)ORDER BY seq DESC LIMIT ?",
                arguments: StatementArguments(station + [max(query.limit, 0)])
            ).map { try coder.decode(Session.self, from: $0) }
        }
    }
}
