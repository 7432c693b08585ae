import OCPP

/// Puts a message on a station's display. OCPP 2.0.1, functional block O.
///
/// It is answered `Accepted`, `NotSupportedMessageFormat`, `Rejected`, `NotSupportedPriority`, `NotSupportedState` or
/// `UnknownTransaction`.
package struct SetDisplayMessage: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SetDisplayMessage"
    package var message: MessageInfo

    package init(message: MessageInfo) {
        self.message = message
    }
}
