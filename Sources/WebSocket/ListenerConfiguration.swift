/// Where a listener listens, and what it puts up with.
package struct ListenerConfiguration: Sendable {
    /// An address or name of this machine; `0.0.0.0` and `::` are all of them.
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    /// The largest message, whole or in fragments. A larger one closes the connection with 1009.
    package var maxMessageBytes: Int
    /// How often each client is pinged; one that is silent for two intervals is hung up on. Zero pings nobody.
    package var pingInterval: Duration
    /// Sockets at the same time; more are closed as soon as they are accepted.
    package var maxConnections: Int
    /// How long a client may take from connecting to the end of its handshake, TLS included.
    package var handshakeTimeout: Duration
    /// With it, `wss://` is spoken here and nothing else; without it, `ws://`.
    package var tls: TLSMaterial?
    /// How messages are compressed with clients that offer it; `nil` declines.
    package var deflate: DeflateConfiguration?
    /// What an address and a connection may do.
    package var limits: ListenerLimits

    package init(
        host: String, port: Int, maxMessageBytes: Int = 256 * 1024, pingInterval: Duration = .seconds(30),
        maxConnections: Int = 6000, handshakeTimeout: Duration = .seconds(10),
        tls: TLSMaterial? = nil, deflate: DeflateConfiguration? = .standard, limits: ListenerLimits = ListenerLimits()
    ) {
        self.host = host
        self.port = port
        self.maxMessageBytes = maxMessageBytes
        self.pingInterval = pingInterval
        self.maxConnections = maxConnections
        self.handshakeTimeout = handshakeTimeout
        self.tls = tls
        self.deflate = deflate
        self.limits = limits
    }
}

/// Listening is not possible.
package struct ListenerError: Error, CustomStringConvertible {
    package var address: String
    package var cause: String

    package var description: String {
        "Wallboxes cannot be listened for on \(address): \(cause). "
            + "Is another program using this port, or is the address not this machine's?"
    }
}
