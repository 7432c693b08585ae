import Charging
import Journal
import Synchronization

/// What the record knows of the transaction that an entry is about.
final class LaneSessions: Sendable {
    private let journal: Journal
    private let station: StationID
    /// Final sessions of the batch under way, which never change.
    private let finals = Mutex<[TransactionID: Session]>([:])

    init(journal: Journal, station: StationID) {
        self.journal = journal
        self.station = station
    }

    /// Looks up at once what the entries are about, as far as it is over; the rest is looked up when it is asked for.
    func prepare(_ entries: [Entry], _ memory: LaneMemory) async throws(JournalError) {
        let running = Set(memory.open.map(\.id))
        let known = finals.withLock { finals in
            finals = finals.filter { running.contains($0.key) }
            for case .sessionFinal(let session) in entries.lazy.map(\.fact) { finals[session.transaction] = session }
            return Set(finals.keys)
        }
        let wanted = running.union(entries.compactMap(\.transaction)).subtracting(known)
        let found = try await journal.sessions(of: wanted, at: station)
        finals.withLock { finals in
            for session in found { finals[session.transaction] = session }
        }
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

    private func session(of id: TransactionID) async throws(JournalError) -> KnownSession? {
        if let final = finals.withLock({ $0[id] }) { return KnownSession(final, isSettled: true) }
        if let draft = await journal.site().stations[station]?.draft(of: id) { return KnownSession(draft) }
        return try await journal.session(of: id, at: station).map { KnownSession($0, isSettled: true) }
    }

    private func session(named name: String) async throws(JournalError) -> KnownSession? {
        if let final = finals.withLock({ $0.values.first { $0.name == name } }) {
            return KnownSession(final, isSettled: true)
        }
        if let draft = await journal.site().stations[station]?.draft(named: name) { return KnownSession(draft) }
        return try await journal.session(named: name, at: station).map { KnownSession($0, isSettled: true) }
    }
}

extension Entry {
    /// The transaction it names by our number.
    fileprivate var transaction: TransactionID? {
        switch fact {
        case .transactionStarted(let started): started.id
        case .transactionEnded(let ended): ended.id
        case .meterReport(let report): TransactionID(report.transaction)
        default: nil
        }
    }
}

extension KnownSession {
    fileprivate init(_ draft: SessionDraft) {
        let settled = draft.settled
        self.init(settled ?? draft.soFar, isSettled: settled != nil)
    }
}
