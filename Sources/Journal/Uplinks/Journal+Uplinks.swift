package import Charging
import Foundation
import GRDB

// What uplinks leave in the journal: how far each one is, and what became of each entry.

extension Journal {
    /// Up to which entry the uplink has everything; 0 when it is new.
    package func cursor(of uplink: UplinkName) async throws(JournalError) -> Int64 {
        try await store.read { db in
            try Int64.fetchOne(db, sql: "SELECT cursor FROM uplink WHERE name = ?", arguments: [uplink.rawValue]) ?? 0
        }
    }

    /// What the uplink has to remember between two attempts.
    package func scratch(of uplink: UplinkName) async throws(JournalError) -> [UInt8]? {
        try await store.read { db in
            try Data.fetchOne(db, sql: "SELECT scratch FROM uplink WHERE name = ?", arguments: [uplink.rawValue])
                .map { Array($0) }
        }
    }

    /// Durable when it returns.
    package func save(scratch: [UInt8]?, of uplink: UplinkName) async throws(JournalError) {
        try await write { db in try db.save(scratch: scratch, of: uplink) }
    }

    /// Moves the uplink's cursor, together with what it learnt on the way. `seq` may be the present position, when only
    /// outcomes of retried entries are known.
    package func advance(
        _ uplink: UplinkName, to seq: Int64, outcomes: [DeliveryOutcome], scratch: [UInt8]?
    ) async throws(JournalError) {
        let now = wallClock.now.at
        try await write { db in
            try db.save(scratch: scratch, of: uplink)
            try db.execute(
                sql: "UPDATE uplink SET cursor = ? WHERE name = ? AND cursor <= ?",
                arguments: [seq, uplink.rawValue, seq])
            guard db.changesCount == 1 else {
                throw JournalError(
                    reason: .misuse, message: "The cursor of \(uplink) cannot go back to \(seq).",
                    hint: "Two pumps seem to serve one uplink; give each its own name.")
            }
            for outcome in outcomes { try db.save(outcome, of: uplink, at: now) }
        }
    }

    /// Lets an uplink that was never here before begin at the journal's end; one that is known stays where it is.
    package func introduce(_ uplink: UplinkName) async throws(JournalError) {
        let seq = tail.seq
        try await write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO uplink(name, cursor) VALUES (?, ?)", arguments: [uplink.rawValue, seq])
        }
    }

    /// Moves the cursor past entries that the uplink does not want; what it remembers stays. It never goes back.
    package func pass(_ uplink: UplinkName, through seq: Int64) async throws(JournalError) {
        try await write { db in
            let step = try db.cachedStatement(
                sql: """
                    INSERT INTO uplink(name, cursor) VALUES (?, ?)
                    ON CONFLICT(name) DO UPDATE SET cursor = excluded.cursor WHERE cursor < excluded.cursor
                    """)
            try step.execute(arguments: [uplink.rawValue, seq])
        }
    }

    /// What became of the entries, for those of which something is known.
    package func outcomes(
        of uplink: UplinkName, in range: ClosedRange<Int64>
    ) async throws(JournalError) -> [DeliveryOutcome] {
        try await store.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT seq, verdict, reason FROM delivery WHERE uplink = ? AND seq BETWEEN ? AND ? ORDER BY seq",
                arguments: [uplink.rawValue, range.lowerBound, range.upperBound]
            ).compactMap { row in
                DeliveryOutcome.Verdict(row["verdict"], reason: row["reason"])
                    .map { DeliveryOutcome(seq: row["seq"], verdict: $0) }
            }
        }
    }
}

extension Journal {
    /// What waits for a person, oldest first.
    package func parked(of uplink: UplinkName, limit: Int = 100) async throws(JournalError) -> [ParkedItem] {
        try await store.read { [coder] db in
            try db.waiting("parked", of: uplink, limit: limit, coder).map { entry, row in
                ParkedItem(entry: entry, reason: row["reason"] ?? "", since: Timestamp(microseconds: row["parked_at"]))
            }
        }
    }

    /// How many entries wait for a person.
    package func parkedCount(of uplink: UplinkName) async throws(JournalError) -> Int {
        try await store.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM delivery INDEXED BY delivery_waiting
                    WHERE uplink = ? AND verdict = 'parked' AND verdict IN ('parked', 'retry')
                    """, arguments: [uplink.rawValue]) ?? 0
        }
    }

    /// What a person wants to be delivered again though the cursor has passed it, oldest first. `advance` with the new
    /// outcomes takes them off.
    package func retries(of uplink: UplinkName, limit: Int = 100) async throws(JournalError) -> [Entry] {
        try await store.read { [coder] db in try db.waiting("retry", of: uplink, limit: limit, coder).map(\.entry) }
    }

    /// A person wants a parked entry to be tried again. `false` when it is not parked.
    package func retry(_ seq: Int64, of uplink: UplinkName) async throws(JournalError) -> Bool {
        let isParked = try await settle(seq, of: uplink, .retry)
        if isParked { chimes.ringAll() }
        return isParked
    }

    /// A person decided that a parked entry is not to be delivered. `false` when it is not parked.
    package func skip(_ seq: Int64, of uplink: UplinkName) async throws(JournalError) -> Bool {
        try await settle(seq, of: uplink, .skipped)
    }

    private func settle(
        _ seq: Int64, of uplink: UplinkName, _ verdict: DeliveryOutcome.Verdict
    ) async throws(JournalError) -> Bool {
        let now = wallClock.now.at
        return try await write { db in
            let state = try String.fetchOne(
                db, sql: "SELECT verdict FROM delivery WHERE uplink = ? AND seq = ?", arguments: [uplink.rawValue, seq])
            guard state == "parked" else { return false }
            try db.save(DeliveryOutcome(seq: seq, verdict: verdict), of: uplink, at: now)
            return true
        }
    }
}

extension Database {
    fileprivate func save(scratch: [UInt8]?, of uplink: UplinkName) throws {
        try execute(
            sql: """
                INSERT INTO uplink(name, scratch) VALUES (?, ?)
                ON CONFLICT(name) DO UPDATE SET scratch = excluded.scratch
                """, arguments: [uplink.rawValue, scratch.map { Data($0) }])
    }

    fileprivate func save(_ outcome: DeliveryOutcome, of uplink: UplinkName, at moment: Timestamp) throws {
        let (verdict, reason) = outcome.verdict.row
        let insertion = try cachedStatement(
            sql: "INSERT OR REPLACE INTO delivery(uplink, seq, verdict, reason, at) VALUES (?, ?, ?, ?, ?)")
        try insertion.execute(
            arguments: [uplink.rawValue, outcome.seq, verdict, reason, moment.microseconds])
    }

    fileprivate func waiting(
        _ verdict: String, of uplink: UplinkName, limit: Int, _ coder: BodyCoder
    ) throws -> [(entry: Entry, row: Row)] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT \(EntryQuery.columns), delivery.reason, delivery.at AS parked_at
                FROM delivery INDEXED BY delivery_waiting
                JOIN entry ON entry.seq = delivery.seq JOIN boot ON boot.number = entry.boot
                WHERE delivery.uplink = ? AND delivery.verdict = ? AND delivery.verdict IN ('parked', 'retry')
                ORDER BY delivery.seq LIMIT ?
                """, arguments: [uplink.rawValue, verdict, limit])
        return try rows.map { (try Entry($0, coder), $0) }
    }
}
