import Charging
import Journal
import Synchronization

/// What the record knows of the transaction that an entry is about.
final class LaneSessions: Sendable {
    private let journal: Journal
    private let station: StationID
    /// The final session that was asked for last: its start, values and stop come one after the other, and it never
    /// changes.
    private let last = Mutex<Session?>(nil)

    init(journal: Journal, station: StationID) {
        self.journal = journal
        self.station = station
    }

    /// The session as it is known now, which may be more than the entry knew; `nil` where it is about none.
    func session(for entry: Entry, _ memory: LaneMemory) async throws(JournalError) -> KnownSession? {
        switch entry.fact {
        case .transactionStarted(let started): try await session(of: started.id)
        case .transactionEnded(let ended): try await session(of: ended.id)
        case .sessionFinal(let session): KnownSession(session, isSettled: true)
        case .meterReport(let report): try await session(for: report, memory)
        case .reading: try await session(of: memory.open.first { $0.countsByMeter })
        case .status(let status): try await session(of: memory.open.first { $0.evse == status.evse })
        default: nil
        }
    }

    private func session(for report: MeterReport, _ memory: LaneMemory) async throws(JournalError) -> KnownSession? {
        if let telling = report.telling { return try await session(named: telling.name) }
        if let id = TransactionID(report.transaction), let session = try await session(of: id) { return session }
        return try await session(of: memory.open.first { $0.evse == report.evse })
    }

    private func session(of transaction: LaneTransaction?) async throws(JournalError) -> KnownSession? {
        guard let transaction else { return nil }
        return try await session(of: transaction.id)
    }

    func session(of id: TransactionID) async throws(JournalError) -> KnownSession? {
        if let last = last.withLock({ $0 }), last.transaction == id { return KnownSession(last, isSettled: true) }
        if let draft = await journal.site().stations[station]?.draft(of: id) { return KnownSession(draft) }
        guard let final = try await journal.session(of: id, at: station) else { return nil }
        last.withLock { $0 = final }
        return KnownSession(final, isSettled: true)
    }

    private func session(named name: String) async throws(JournalError) -> KnownSession? {
        if let draft = await journal.site().stations[station]?.draft(named: name) { return KnownSession(draft) }
        return try await journal.session(named: name, at: station).map { KnownSession($0, isSettled: true) }
    }
}

extension KnownSession {
    fileprivate init(_ draft: SessionDraft) {
        let settled = draft.settled
        self.init(settled ?? draft.soFar, isSettled: settled != nil)
    }
}
