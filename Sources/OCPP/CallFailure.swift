/// Why a call has no answer that can be used.
package enum CallFailure: Error, Hashable, Sendable {
    case timedOut
    /// The other side answered with an error.
    case refused(CallError)
    /// The other side's answer cannot be read; why, as a sentence.
    case unreadable(String)
    /// Too many calls wait for their turn already.
    case busy
    /// The connection went away before the answer came.
    case disconnected
    /// The message breaks the limits of the version, and was not sent; why, as a sentence.
    case unsendable(String)
}

/// What a caller needs of a connection.
package protocol TextSender: Sendable {
    func send(_ text: String) async throws
}
