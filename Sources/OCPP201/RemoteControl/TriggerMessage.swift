import OCPP

/// Asks a station to send a message that is its own to send. OCPP 2.0.1, functional block F.
///
/// It is answered `Accepted`, `Rejected` or `NotImplemented`.
package struct TriggerMessage: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "TriggerMessage"
    package var requestedMessage: MessageTrigger
    package var evse: EVSE?

    package init(requestedMessage: MessageTrigger, evse: EVSE? = nil) {
        self.requestedMessage = requestedMessage
        self.evse = evse
    }
}
