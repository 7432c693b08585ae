/// What is the same for every connection of a listener or a dialer.
final class ConnectionRules: Sendable {
    let side: TextHandler.Side
    let maxMessageBytes: Int
    let deflate: DeflateConfiguration?
    /// `nil` where nothing is limited and nobody counts: a dialer chose its server.
    let limits: ListenerLimits?
    let gate: Gate?

    init(
        side: TextHandler.Side, maxMessageBytes: Int, deflate: DeflateConfiguration?, limits: ListenerLimits? = nil,
        gate: Gate? = nil
    ) {
        self.side = side
        self.maxMessageBytes = maxMessageBytes
        self.deflate = deflate
        self.limits = limits
        self.gate = gate
    }

    /// The largest frame taken. What does not compress becomes a little longer in the attempt.
    var maxFrameBytes: Int { deflate == nil ? maxMessageBytes : maxMessageBytes + maxMessageBytes / 64 + 64 }
}
