package import OCPP

/// A message for a station's display, and when to show it.
package struct MessageInfo: Codable, Hashable, Sendable {
    package var id: Int
    package var priority: MessagePriority
    package var message: MessageContent
    package var display: Component?
    package var state: MessageState?
    /// ISO 8601.
    package var startDateTime: String?
    /// ISO 8601.
    package var endDateTime: String?
    package var transactionId: Text<36>?

    package init(
        id: Int, priority: MessagePriority, message: MessageContent, display: Component? = nil,
        state: MessageState? = nil, startDateTime: String? = nil, endDateTime: String? = nil,
        transactionId: Text<36>? = nil
    ) {
        self.id = id
        self.priority = priority
        self.message = message
        self.display = display
        self.state = state
        self.startDateTime = startDateTime
        self.endDateTime = endDateTime
        self.transactionId = transactionId
    }
}
