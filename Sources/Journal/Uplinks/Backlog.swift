package import Charging
import GRDB

/// How much an uplink has yet to deliver.
package struct Backlog: Hashable, Sendable {
    package private(set) var count = 0
    /// When the oldest was recorded.
    package private(set) var oldest: Timestamp?
    /// The journal was not searched to its end, so there may be more.
    package private(set) var isMore = false
    /// What lies up to here is delivered or not wanted.
    fileprivate let position: Int64
    /// Up to here it is counted.
    private var countedThrough: Int64

    /// More than these nobody wants to know exactly.
    static let mostCounted = 10_000

    init(after position: Int64, countedThrough seq: Int64) {
        self.position = position
        countedThrough = seq
    }

    /// Goes on counting, for at most a page.
    fileprivate mutating func count(
        _ kinds: Set<FactKind>, about subjects: Set<Subject>?, through last: Int64, in db: Database
    ) throws {
        let end = EntryPage.end(after: countedThrough, through: last)
        let filter = EntryQuery.filter(kinds, subjects)
        let limit = Self.mostCounted - count
        let found = try Int64.fetchAll(
            db.cachedStatement(
                sql:
                    "SELECT seq FROM \(filter.table) WHERE seq > ? AND seq <= ?\(filter.condition) ORDER BY seq LIMIT ?"
            ), arguments: [countedThrough, end] + filter.arguments + [limit])
        if count == 0, let first = found.first {
            oldest = try Int64.fetchOne(db, sql: "SELECT at FROM entry WHERE seq = ?", arguments: [first])
                .map { Timestamp(microseconds: $0) }
        }
        count += found.count
        countedThrough = found.count == limit ? found.last ?? countedThrough : end
        isMore = countedThrough < last
    }
}

extension Journal {
    /// How many entries of these kinds, about one of these subjects or about anything, lie after the uplink's cursor.
    ///
    /// - Parameters:
    ///   - position: up to where the caller knows that there is nothing, if that is ahead of the cursor.
    ///   - earlier: what was counted before. Where the position is still the same, it is counted on from there, so that
    ///     looking again at a long backlog costs only what came since.
    package func backlog(
        of uplink: UplinkName, kinds: Set<FactKind>, subjects: Set<Subject>? = nil, after position: Int64 = 0,
        continuing earlier: Backlog? = nil
    ) async throws(JournalError) -> Backlog {
        if kinds.isEmpty || isSilent(after: position, about: subjects) {
            return Backlog(after: position, countedThrough: tail.seq)
        }
        let last = tail.seq
        return try await store.read { db in
            let cursor = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT cursor FROM uplink WHERE name = ?"), arguments: [uplink.rawValue])
            let position = max(cursor ?? 0, position)
            var backlog = Backlog(after: position, countedThrough: position)
            if let earlier, earlier.position == position { backlog = earlier }
            try backlog.count(kinds, about: subjects, through: last, in: db)
            return backlog
        }
    }
}
