package import OCPP

/// Answers what a CSMS asks of its station.
package protocol CloudDoor: Sendable {
    /// Calls are answered one after the other, in the order they came.
    func answer(_ action: String, _ payload: Payload, over dialect: Dialect) async -> CloudDoorAnswer
}

package enum CloudDoorAnswer: Sendable {
    /// - Parameter then: what is to follow once the answer is sent, the message that was triggered for instance.
    case result(any Encodable & Sendable, then: (@Sendable () async -> Void)? = nil)
    case error(CallError)
}

/// What a door may have the way to its CSMS do.
package protocol LinkActions: Sendable {
    /// The CSMS took the station in. While it has not (`Pending`), it may ask and configure, but start nothing.
    var isAccepted: Bool { get async }
    /// Makes the connection anew, for a new certificate or password: at once, or as soon as the call at work is answered.
    func reconnect() async
    /// Sends a message because the CSMS asked for it, to be used after the answer to that (`then`).
    func trigger(_ message: TriggeredMessage) async
    /// Makes any other call the CSMS asked for, also while the station is not accepted.
    func follow(with message: any Call) async throws(CallFailure) -> Payload
}

/// The messages that are the link's own.
package enum TriggeredMessage: Hashable, Sendable {
    case boot
    case heartbeat
    /// The request for a new client certificate (`SignCertificate`).
    case certificate
    /// The current state of the connectors of an EVSE; of all of them when `nil`.
    case status(evse: Int?)
}
