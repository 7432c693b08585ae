package import Charging

/// A station as the registry knows it.
package struct Presence: Hashable, Codable, Sendable {
    package var station: StationID
    package var isOnline: Bool
    /// Since when it has been connected, or gone.
    package var since: Timestamp
    /// The protocol of the connection, `ocpp1.6` for instance: the version belongs to the connection.
    package var dialect: String
    package var address: String
    /// What it last said of itself, since this daemon started.
    package var boot: Boot?
}
