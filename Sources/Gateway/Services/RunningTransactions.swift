import Charging
import Journal
import Stations

/// Tells the drivers of stations that name their transactions themselves which name belongs to which id.
struct RunningTransactions: TransactionNames {
    let journal: Journal

    func name(of transaction: TransactionID, at station: StationID) async -> String? {
        await journal.site().stations[station]?.drafts.first { $0.session.transaction == transaction }?.session.name
    }

    func running(at station: StationID) async -> [Int: TransactionID] {
        await journal.site().stations[station]?.evses.compactMapValues { $0.running?.session.transaction } ?? [:]
    }

    func lastSample(
        of transaction: TransactionID, at station: StationID
    ) async -> (register: ExactDecimal, at: Timestamp)? {
        await journal.site().stations[station]?.drafts.first { $0.session.transaction == transaction }?.lastKnown
    }
}
