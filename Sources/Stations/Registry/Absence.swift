package import Charging

/// How long stations may be away until people are told of it.
package enum Absence {
    /// Enough for a restart of the station or of the network.
    package static let patience = Duration.minutes(10)

    /// Whether somebody should look after a station that has gone. A model that is known to take its time to dial in
    /// again has that time.
    package static func isMissed(_ presence: Presence, _ switches: StationSwitches?, at now: Timestamp) -> Bool {
        guard !presence.isOnline else { return false }
        return now - presence.since > max(patience, switches?.returnAfterSeconds.map { .seconds($0) } ?? patience)
    }
}

extension StationServer {
    /// The stations of this site that were here since the daemon started and have been away for too long.
    package func missed(at now: Timestamp) async -> [Presence] {
        await registry.presences.filter { presence in
            let boot = presence.boot ?? admissions.boot(of: presence.station)
            // Wallboxes that are read by Modbus are blocked here, and told of by whoever reads them.
            let isExpected =
                admissions.isNamed(presence.station)
                && admissions.policy.stations[presence.station]?.isBlocked != true
            return isExpected
                && Absence.isMissed(presence, boot.map { admissions.policy.profiles.match($0).switches }, at: now)
        }
    }
}
