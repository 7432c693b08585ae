package import Charging
package import OCPP

/// The way to a CSMS, as far as whoever sends over it must know.
package protocol CloudLink: Sendable {
    /// Since when the CSMS listens: its answer to the BootNotification was `Accepted` and it has heard the current
    /// state of every connector. `nil` while it does not.
    var online: Online? { get async }
    /// Returns when the CSMS listens, or when the task is cancelled.
    func waitUntilOnline() async
    /// What is in the way, in words for a person; `nil` while the CSMS listens.
    var obstacle: Obstacle? { get async }
    /// Sends a message when its turn comes. `CallFailure.disconnected` where there is no connection.
    func call(_ message: any Call) async throws(CallFailure) -> Payload
}

/// A stretch of time in which a CSMS listens.
package struct Online: Hashable, Sendable {
    /// Counts connections, so that an old one is not taken for a new one.
    package var number: Int
    /// Entries up to this one were recorded before, and what they say of connectors was told as the current state.
    package var statusThrough: Int64
    /// The state of each EVSE's connector as it was told.
    package var statuses: [Int: ConnectorStatus]
    /// The version of OCPP both sides agreed on.
    package var dialect: Dialect

    package init(number: Int, statusThrough: Int64, statuses: [Int: ConnectorStatus], dialect: Dialect) {
        self.number = number
        self.statusThrough = statusThrough
        self.statuses = statuses
        self.dialect = dialect
    }
}
