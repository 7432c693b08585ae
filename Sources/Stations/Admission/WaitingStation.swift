package import Charging

/// A station nobody has claimed yet.
package struct WaitingStation: Hashable, Codable, Sendable {
    package var station: StationID
    package var address: String
    /// When it first knocked.
    package var since: Timestamp
    package var isConnected: Bool
    /// What it said of itself, once it did.
    package var boot: Boot?
}
