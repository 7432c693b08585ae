package import Charging
import GRDB

/// What is wanted of a meter, and of which time. Without a beginning it is the newest there is.
package struct ReadingQuery: Hashable, Sendable {
    package var meter: MeterID
    package var from: Timestamp?
    /// Up to and with this moment; `nil` is the end of the record.
    package var until: Timestamp?
    /// Of one register only.
    package var register: OBIS?
    package var limit: Int

    package init(
        _ meter: MeterID, from: Timestamp? = nil, until: Timestamp? = nil, register: OBIS? = nil, limit: Int = 100
    ) {
        self.meter = meter
        self.from = from
        self.until = until
        self.register = register
        self.limit = min(max(limit, 0), Self.most)
    }

    /// What one question gives at most; who wants more asks again from where it ended.
    package static let most = 10_000

    fileprivate var order: String { from == nil ? "DESC" : "ASC" }
    fileprivate var bounds: (from: Int64, until: Int64) {
        (from?.microseconds ?? .min, until?.microseconds ?? .max)
    }
}

extension Journal {
    /// Entries of readings, in the order of their times.
    package func readings(_ query: ReadingQuery) async throws(JournalError) -> [Entry] {
        try await store.read { [coder] db in
            let (from, until) = query.bounds
            let order = "ORDER BY at \(query.order), seq \(query.order)"
            func newest(_ table: String) -> String {
                "SELECT * FROM (SELECT at, seq FROM \(table) WHERE meter = ? AND at BETWEEN ? AND ? \(order) LIMIT ?)"
            }
            let each: StatementArguments = [query.meter.rawValue, from, until, query.limit]
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(EntryQuery.columns)
                    FROM (
                        SELECT at, seq FROM (\(newest("meter_mark")) UNION ALL \(newest("unmarked_reading"))) \(order) LIMIT ?
                    ) AS found
                    JOIN entry ON entry.seq = found.seq JOIN boot ON boot.number = entry.boot
                    ORDER BY found.at, found.seq
                    """, arguments: each + each + [query.limit])
            return try rows.map { try Entry($0, coder) }
        }
    }

    /// What is decided of quarter hours, oldest first. A range of missing ones may begin before the first value.
    package func quarterHours(_ query: ReadingQuery) async throws(JournalError) -> QuarterHours {
        try await store.read { db in
            let (from, until) = query.bounds
            let register: [(any DatabaseValueConvertible)?] = query.register.map { [$0.rawValue] } ?? []
            let condition = query.register == nil ? "" : " AND register = ?"
            let values = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM quarter_hour WHERE meter = ? AND at BETWEEN ? AND ?\(condition)
                    ORDER BY at \(query.order), register LIMIT ?
                    """,
                arguments: StatementArguments([query.meter.rawValue, from, until] + register + [query.limit])
            ).map(QuarterHour.init(row:)).sorted { ($0.at, $0.register) < ($1.at, $1.register) }
            let missing = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM quarter_hours_missing WHERE meter = ? AND first <= ? AND last >= ?\(condition)
                    ORDER BY first \(query.order), register LIMIT ?
                    """,
                arguments: StatementArguments([query.meter.rawValue, until, from] + register + [query.limit])
            ).map(MissingQuarterHours.init(row:))
            return QuarterHours(values: values, missing: MissingQuarterHours.joined(missing))
        }
    }

    /// The segments of the meter's registers, each register's oldest first.
    package func segments(_ query: ReadingQuery) async throws(JournalError) -> [RegisterSegment] {
        try await store.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT body FROM register_segment WHERE meter = ? AND register = coalesce(?, register)
                    ORDER BY register, number LIMIT ?
                    """, arguments: [query.meter.rawValue, query.register?.rawValue, query.limit]
            ).map { try BodyCoder.plain.decode(RegisterSegment.self, from: $0) }
        }
    }

    /// The gaps between the meter's readings that reach into the time asked for, oldest first.
    package func gaps(_ query: ReadingQuery) async throws(JournalError) -> [MeterGap] {
        try await store.read { db in
            let (from, until) = query.bounds
            return try String.fetchAll(
                db,
                sql: """
                    SELECT body FROM meter_gap WHERE meter = ? AND since <= ? AND until >= ?
                    ORDER BY since \(query.order), seq \(query.order) LIMIT ?
                    """, arguments: [query.meter.rawValue, until, from, query.limit]
            ).map { try BodyCoder.plain.decode(MeterGap.self, from: $0) }.sorted { $0.from < $1.from }
        }
    }
}

extension QuarterHour {
    fileprivate init(row: Row) throws {
        guard let value = ExactDecimal(row["value"] as String),
            let quality = Quality(rawValue: row["quality"])
        else {
            throw JournalError(
                reason: .damaged, message: "A quarter hour in the data file cannot be read.",
                hint: "Restore the last backup.")
        }
        var sources = [ReadingReference(seq: row["source"], at: Timestamp(microseconds: row["source_at"]))]
        if let seq = row["second"] as Int64?, let at = row["second_at"] as Int64? {
            sources.append(ReadingReference(seq: seq, at: Timestamp(microseconds: at)))
        }
        self.init(
            register: OBIS(row["register"] as String), at: Timestamp(microseconds: row["at"]), quality: quality,
            value: value, segment: row["segment"], serialNumber: row["serial"], sources: sources,
            untrusted: row["untrusted"] ? true : nil)
    }
}

extension MissingQuarterHours {
    fileprivate init(row: Row) throws {
        self.init(
            registers: [OBIS(row["register"] as String)], first: Timestamp(microseconds: row["first"]),
            last: Timestamp(microseconds: row["last"]), reason: Reason(rawValue: row["reason"]) ?? .silent)
    }

    /// One range for all registers that miss the same, oldest first.
    fileprivate static func joined(_ rows: [MissingQuarterHours]) -> [MissingQuarterHours] {
        var ranges: [MissingQuarterHours] = []
        for row in rows.sorted(by: { $0.first < $1.first }) {
            let same = ranges.lastIndex { ($0.first, $0.last, $0.reason) == (row.first, row.last, row.reason) }
            if let same { ranges[same].registers += row.registers } else { ranges.append(row) }
        }
        return ranges
    }
}
