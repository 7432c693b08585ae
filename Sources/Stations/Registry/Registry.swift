package import Charging
package import Logging
import WebSocket

/// Who is connected now, and the way to each of them.
///
/// A station has one connection, the newest: a second one usually means that the first is dead and nobody told this
/// side. The old one is closed, and when it is finally gone that does not disturb the new one.
package actor Registry: Dispatcher {
    /// One connection of a station, told from an earlier and a later one.
    package struct Visit: Hashable, Sendable {
        package let station: StationID
        fileprivate let number: UInt64
        /// The station was accepted before, since this daemon started, so it need not introduce itself again.
        package let isKnown: Bool
    }

    private struct Connected {
        var visit: Visit
        var driver: any StationDriver
    }

    /// Stations remembered, connected or not.
    package static let limit = 4096

    private let wallClock: any WallClock
    private let logger: Logger
    private var connected: [StationID: Connected] = [:]
    private var known: [StationID: Presence] = [:]
    private var visits: UInt64 = 0

    package init(wallClock: any WallClock, logger: Logger) {
        self.wallClock = wallClock
        self.logger = logger
    }

    /// Every station seen since the start, by name.
    package var presences: [Presence] { known.values.sorted { $0.station < $1.station } }

    package func presence(of station: StationID) -> Presence? { known[station] }

    /// A station has connected and proved who it is.
    package func arrive(
        _ station: StationID, dialect: String, address: String, driver: any StationDriver
    ) -> Visit {
        visits += 1
        let boot = known[station]?.boot
        let visit = Visit(station: station, number: visits, isKnown: boot != nil)
        let old = connected.updateValue(Connected(visit: visit, driver: driver), forKey: station)
        known[station] = Presence(
            station: station, isOnline: true, since: wallClock.now.at, dialect: dialect, address: address, boot: boot)
        forgetTheOldest()
        if let old {
            logger.warning("Station connected again; the newer connection counts.", metadata: ["station": "\(station)"])
            old.driver.close(.normal, reason: "A newer connection of this station has taken over.")
        }
        return visit
    }

    /// The station said what it is, and is accepted.
    package func introduce(_ station: StationID, _ boot: Boot) {
        known[station]?.boot = boot
    }

    /// A connection is gone; `false` if a newer one had taken over long ago.
    @discardableResult
    package func leave(_ visit: Visit) -> Bool {
        guard connected[visit.station]?.visit == visit else { return false }
        connected[visit.station] = nil
        known[visit.station]?.isOnline = false
        known[visit.station]?.since = wallClock.now.at
        return true
    }

    package func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult {
        guard let driver = connected[station]?.driver else { throw .notConnected }
        return try await driver.perform(command)
    }

    /// Hangs up on a station that may not be connected any more, or not this way.
    package func disconnect(_ station: StationID, reason: String) {
        connected[station]?.driver.close(.policyViolation, reason: reason)
    }

    private func forgetTheOldest() {
        // Those that are connected are never forgotten, so with nobody absent there is nothing to look for.
        guard known.count > Self.limit, known.count > connected.count else { return }
        let absent = known.values.filter { !$0.isOnline }
        if let oldest = absent.min(by: { $0.since < $1.since }) { known[oldest.station] = nil }
    }
}
