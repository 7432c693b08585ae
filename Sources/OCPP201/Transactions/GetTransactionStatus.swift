package import OCPP

/// Asks whether a transaction goes on and whether messages of it are still queued. OCPP 2.0.1, functional block E.
package struct GetTransactionStatus: Call, Hashable {
    package static let action = "GetTransactionStatus"
    /// Without it the answer is about every transaction.
    package var transactionId: Text<36>?

    package init(transactionId: Text<36>? = nil) {
        self.transactionId = transactionId
    }

    package struct Response: Codable, Hashable, Sendable {
        package var messagesInQueue: Bool
        /// Absent where no transaction was asked for.
        package var ongoingIndicator: Bool?

        package init(messagesInQueue: Bool, ongoingIndicator: Bool? = nil) {
            self.messagesInQueue = messagesInQueue
            self.ongoingIndicator = ongoingIndicator
        }
    }
}
