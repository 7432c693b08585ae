package import Charging
import Journal
import Stations
import WebSocket

// Who is shut out, and what stations tell of their security.
extension LiveSite {
    /// The newest entries that are searched for security events.
    private static let searched = 100_000

    package func pardon(_ address: String) async throws(ControlError) {
        guard server.pardon(address) else { throw .refused("The address \(address) is not banned.") }
    }

    package func securityEvents(
        of station: StationID?, limit: Int
    ) async throws(ControlError) -> [SecurityEventReport] {
        do {
            let entries = try await journal.entries(after: 0, kinds: [.security], limit: Self.searched)
            let reports = entries.reversed().lazy.compactMap(SecurityEventReport.init)
            return Array(reports.filter { station == nil || $0.station == station }.prefix(limit))
        } catch {
            throw .storage(String(describing: error))
        }
    }

    package func acknowledge(_ station: StationID) async throws(ControlError) {
        let answer: Answer
        do {
            answer = try await journal.record(.settlement(.acknowledged(station)))
        } catch {
            throw .storage(String(describing: error))
        }
        if case .refused(let reason) = answer { throw .refused(reason) }
        health.clear(Lookout.alarm(of: station))
    }

    /// What comes and goes at the listeners.
    var doors: [StatusReport.Door] {
        let now = wallClock.now.at
        return zip(configuration.listeners, server.statistics).enumerated().map { index, pair in
            // The first one as bound, which is what people are told everywhere else.
            StatusReport.Door(
                address: index == 0 ? listeners.stations : pair.0.address, tls: pair.0.tls, pair.1, at: now)
        }
    }
}
