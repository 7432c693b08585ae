import OCPP

/// Asks a station to report its display messages in NotifyDisplayMessages messages. OCPP 2.0.1, functional block O.
///
/// It is answered `Accepted` or `Unknown`.
package struct GetDisplayMessages: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "GetDisplayMessages"
    package var requestId: Int
    package var id: [Int]?
    package var priority: MessagePriority?
    package var state: MessageState?

    package init(requestId: Int, id: [Int]? = nil, priority: MessagePriority? = nil, state: MessageState? = nil) {
        self.requestId = requestId
        self.id = id
        self.priority = priority
        self.state = state
    }
}
