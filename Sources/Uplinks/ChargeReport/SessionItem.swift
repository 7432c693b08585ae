package import Charging

/// A session as ChargeReport is told it: its exact text, sealed once and never made again.
package struct SessionItem: Codable, Hashable, Sendable {
    /// The entry it was made from.
    package let seq: Int64
    /// A JSON object with its keys in this order: carConnected, carDisconnected, kiloWattHours.
    package let json: String
}

/// What can come of a session that is about to be sealed.
package enum Sealing: Hashable, Sendable {
    case sealed(SessionItem)
    /// Not meant for this uplink, by the configuration.
    case withheld(reason: String)
    /// Can not be told truthfully, so a person has to look at it.
    case parked(reason: String)
}

/// Which sessions ChargeReport is told of, and in which words.
package struct SealingRules: Sendable {
    /// `nil` means every station.
    package var stations: Set<StationID>?
    /// Sessions with less energy stay here.
    package var smallest: Energy
    package var zone: SiteTimeZone

    /// 100 MWh, as 1 MW in four days: what is beyond comes from a register that was read or told wrongly.
    private static let largest = Energy(wattHours: 100_000_000)

    package init(stations: Set<StationID>?, smallest: Energy = Energy(wattHours: 50), zone: SiteTimeZone) {
        self.stations = stations
        self.smallest = smallest
        self.zone = zone
    }

    package func seal(_ session: Session, seq: Int64) -> Sealing {
        if let stations, !stations.contains(session.station) {
            return .withheld(reason: "station \(session.station) is not reported here")
        }
        guard let end = session.pluggedOut else { return .parked(reason: "the time of the plug-out is unknown") }
        guard session.pluggedIn.seconds <= end.seconds else {
            return .parked(reason: "it ends (\(end)) before it begins (\(session.pluggedIn))")
        }
        guard session.pluggedIn.seconds >= 0, end.seconds < 253_402_300_800 else {
            return .parked(reason: "its times are outside the years 1970 to 9999")
        }
        guard let energy = session.energy else { return .parked(reason: "its energy is unknown") }
        guard !session.flags.contains(.registerBackwards), energy.wattHours >= 0 else {
            return .parked(reason: "the register at its end is below that at its start")
        }
        guard energy <= Self.largest else {
            return .parked(reason: "\(energy.wattHours) Wh is more than any session holds")
        }
        guard energy >= smallest else {
            return .withheld(reason: "\(energy.wattHours) Wh is less than the smallest reported energy")
        }
        guard session.pluggedIn.seconds < end.seconds else {
            // The contract wants no such item, but the energy was paid for or is to be: a person has to look.
            return .parked(reason: "it begins and ends in the same second")
        }
        return .sealed(SessionItem(seq: seq, json: json(from: session.pluggedIn, to: end, energy: energy)))
    }

    private func json(from start: Timestamp, to end: Timestamp, energy: Energy) -> String {
        let tenths = energy.tenthsOfKilowattHour
        return #"{"carConnected":"\#(zone.text(of: start))","carDisconnected":"\#(zone.text(of: end))","#
            + #""kiloWattHours":\#(tenths / 10).\#(tenths % 10)}"#
    }
}
