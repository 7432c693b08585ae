package import Charging

/// What a driver asks and tells about the standing of its station.
package protocol StationDoor: Sendable {
    /// Whether the station belongs to this site, so that what it says counts.
    func isWelcome(_ station: StationID) -> Bool
    /// Whether one that is not welcome is rejected at its boot, instead of waiting to be claimed.
    func isRejected(_ station: StationID) -> Bool
    /// The station said what it is.
    func introduce(_ station: StationID, _ boot: Boot) async
    /// What it said of itself when it booted last, over whichever connection; `nil` where nobody knows.
    func lastBoot(of station: StationID) async -> Boot?
}
