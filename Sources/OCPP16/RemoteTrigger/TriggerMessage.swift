import OCPP

/// Asks a station to send a message that is its own to send. OCPP 1.6, section 5.17.
package struct TriggerMessage: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "TriggerMessage"
    package var connectorId: Int?
    /// `BootNotification`, `Heartbeat`, `MeterValues`, `StatusNotification`, …
    package var requestedMessage: String

    package init(requestedMessage: String, connectorId: Int? = nil) {
        self.requestedMessage = requestedMessage
        self.connectorId = connectorId
    }
}
