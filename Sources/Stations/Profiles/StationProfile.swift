/// How to treat one station: what all profiles that fit it say together.
package struct StationProfile: Hashable, Sendable {
    /// A quirk that was found for the station, for the technician who asks why it is treated so.
    package struct Reason: Hashable, Sendable {
        /// The profile's name.
        package var profile: String
        /// Where the quirk was seen.
        package var source: String
        /// What it says something about.
        package var switches: Set<StationSwitches.CodingKeys>
    }

    package var switches: StationSwitches
    /// The most general first.
    package var reasons: [Reason]

    /// A station that behaves as the standard says.
    package static let standard = StationProfile(switches: StationSwitches(), reasons: [])

    /// Whose word a switch is: that of the most particular quirk.
    func reason(for key: StationSwitches.CodingKeys) -> Reason? { reasons.last { $0.switches.contains(key) } }

    package init(switches: StationSwitches, reasons: [Reason]) {
        self.switches = switches
        self.reasons = reasons
    }
}
