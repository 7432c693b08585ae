/// Something a real server, or the network before it, does now and then.
package enum CloudFault: Hashable, Sendable {
    /// Answers with this and has not looked at the request.
    case answer(status: Int, body: String = "", headers: [String: String] = [:])
    /// Takes the sessions, and the answer is this instead of its own.
    case takeAndAnswer(status: Int, body: String)
    /// Closes the connection before it took anything.
    case drop
    /// Takes the sessions and closes the connection instead of answering.
    case takeAndDrop
    /// Takes and counts all but so many of the sessions.
    case overlook(Int)
    /// Takes the sessions and answers so much later.
    case delay(Duration)
    /// Takes the sessions and answers byte by byte.
    case drip
}

/// What happened at a simulated cloud.
package enum CloudEvent: Hashable, Sendable {
    case received(accepted: Int, duplicates: Int)
    case refused(status: Int)
    /// A fault was played.
    case failed(CloudFault)
}
