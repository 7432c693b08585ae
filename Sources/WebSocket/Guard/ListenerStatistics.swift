/// What happened at a listener since it was made.
package struct ListenerStatistics: Hashable, Sendable {
    /// Sockets the operating system handed over, whatever became of them.
    package var accepted = 0
    /// Sockets open now, whether they are WebSockets yet or not.
    package var open = 0
    /// Handshakes that became WebSockets.
    package var admitted = 0

    // Closed before a byte was read.
    package var refusedByNetwork = 0
    package var refusedByBan = 0
    package var refusedByAddressLimit = 0
    package var refusedByRate = 0
    package var refusedByLimit = 0

    /// Handshakes answered with an HTTP status instead of an upgrade.
    package var refusedHandshakes = 0
    /// Sockets that never finished a handshake: too slow, not HTTP, hung up.
    package var brokenHandshakes = 0
    package var tlsFailures = 0
    /// Sockets that wait for their turn to begin TLS now, those that did at most, and those that gave up waiting.
    package var inLine = 0
    package var longestLine = 0
    package var leftLine = 0
    /// Connections closed because the other side broke the protocol.
    package var violations = 0
    /// How often a connection was not read for a while because it sent too much.
    package var pauses = 0
    /// Bans pronounced, and addresses banned now.
    package var bans = 0
    package var bannedNow = 0
    /// Some of those banned now, the longest ban first.
    package var banned: [BannedAddress] = []
    /// How many sockets may be open.
    package var mostOpen = 0

    package init() {}
}

/// An address that is not heard for a while.
package struct BannedAddress: Hashable, Sendable {
    package var address: String
    /// How much longer.
    package var remaining: Duration

    package init(address: String, remaining: Duration) {
        self.address = address
        self.remaining = remaining
    }
}
