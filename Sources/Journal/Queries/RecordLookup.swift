package import Charging
import GRDB

extension Journal {
    /// The entry of this number.
    package func entry(_ seq: Int64) async throws(JournalError) -> Entry? {
        try await store.read { [coder] db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT \(EntryQuery.columns) FROM entry JOIN boot ON boot.number = entry.boot WHERE seq = ?
                        """),
                arguments: [seq])
            return try row.map { try Entry($0, coder) }
        }
    }

    /// The session of a transaction, once it is final.
    package func session(
        of transaction: TransactionID, at station: StationID
    ) async throws(JournalError) -> Session? {
        try await store.read { [coder] db in
            try RecordedHistory(db: db, coder: coder).session(of: transaction, at: station)
        }
    }

    /// The same of several transactions, with one question; those that are not final are missing.
    package func sessions(
        of transactions: Set<TransactionID>, at station: StationID
    ) async throws(JournalError) -> [Session] {
        if transactions.isEmpty { return [] }
        return try await store.read { [coder] db in
            let history = RecordedHistory(db: db, coder: coder)
            return try transactions.compactMap { try history.session(of: $0, at: station) }
        }
    }

    /// The session of a transaction that the station calls so, once it is final.
    package func session(named name: String, at station: StationID) async throws(JournalError) -> Session? {
        try await store.read { [coder] db in
            try RecordedHistory(db: db, coder: coder).session(named: name, at: station)
        }
    }
}
