package import Charging
import Journal
import Stations
import WebSocket

// Who is shut out, and what stations tell of their security.
extension LiveSite {
    package func pardon(_ address: String) async throws(ControlError) {
        guard server.pardon(address) else { throw .refused("The address \(address) is not banned.") }
    }

    package func securityEvents(_ page: RecordPage) async throws(ControlError) -> [SecurityEventReport] {
        try await newest(.security, page).compactMap(SecurityEventReport.init)
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
