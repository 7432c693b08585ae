/// What a listener puts up with from one address and on one connection.
package struct ListenerLimits: Sendable {
    /// The networks that may connect; empty is everybody.
    package var allowed: [Network]
    /// Sockets of one address at the same time.
    package var connectionsPerAddress: Int
    /// New sockets of one address.
    package var arrivalsPerAddress: TokenBucket.Rate
    /// When an address is not heard for a while; `nil` is never.
    package var bans: Bans.Policy?
    /// Whether this machine itself is free of the limits on addresses. The networks count for it, too.
    package var sparesLoopback: Bool
    /// Messages on one connection. Beyond it they wait in the sender's socket.
    package var messages: TokenBucket.Rate
    /// Pings, pongs and empty fragments on one connection. Beyond it the connection is closed with 1008.
    package var controlFrames: TokenBucket.Rate
    /// TLS handshakes at the same time; more wait in line.
    package var handshakesAtOnce: Int
    /// How long one of them keeps others waiting. It may go on for longer, beside them.
    package var longestTurn: Duration

    package init(
        allowed: [Network] = [], connectionsPerAddress: Int = 256,
        arrivalsPerAddress: TokenBucket.Rate = .init(perSecond: 20, burst: 300), bans: Bans.Policy? = Bans.Policy(),
        sparesLoopback: Bool = true, messages: TokenBucket.Rate = .init(perSecond: 500, burst: 3000),
        controlFrames: TokenBucket.Rate = .init(perSecond: 20, burst: 500), handshakesAtOnce: Int = 64,
        longestTurn: Duration = .seconds(1)
    ) {
        self.allowed = allowed
        self.connectionsPerAddress = connectionsPerAddress
        self.arrivalsPerAddress = arrivalsPerAddress
        self.bans = bans
        self.sparesLoopback = sparesLoopback
        self.messages = messages
        self.controlFrames = controlFrames
        self.handshakesAtOnce = handshakesAtOnce
        self.longestTurn = longestTurn
    }

    func allows(_ address: IPAddress) -> Bool {
        allowed.isEmpty || allowed.contains { $0.contains(address) }
    }
}
