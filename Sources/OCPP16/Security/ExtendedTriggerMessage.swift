import OCPP

/// Asks a station to send a message that is its own to send. OCPP 1.6 security white paper.
///
/// It is answered `Accepted`, `Rejected` or `NotImplemented`.
package struct ExtendedTriggerMessage: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ExtendedTriggerMessage"
    package var requestedMessage: ExtendedTrigger
    package var connectorId: Int?

    package init(requestedMessage: ExtendedTrigger, connectorId: Int? = nil) {
        self.requestedMessage = requestedMessage
        self.connectorId = connectorId
    }
}
