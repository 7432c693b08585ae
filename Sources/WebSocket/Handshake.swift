/// What a client said of itself before it became a WebSocket.
package struct Handshake: Sendable {
    /// The path as it was sent: still percent-encoded, the query cut off.
    package var path: String
    /// The sub-protocols the client offers, in the order it prefers them.
    package var subprotocols: [String]
    /// The `Authorization` header as it was sent.
    package var authorization: String?
    /// The client's address, without the port.
    package var remoteAddress: String
    package var userAgent: String?
    /// What TLS says of the client; `nil` on a plain listener.
    package var tls: TLSPeer?

    package init(
        path: String, subprotocols: [String] = [], authorization: String? = nil, remoteAddress: String = "",
        userAgent: String? = nil, tls: TLSPeer? = nil
    ) {
        self.path = path
        self.subprotocols = subprotocols
        self.authorization = authorization
        self.remoteAddress = remoteAddress
        self.userAgent = userAgent
        self.tls = tls
    }
}

/// What becomes of a handshake.
package enum Verdict: Sendable {
    /// It is upgraded, and the sub-protocol is echoed. `nil` echoes none.
    case accept(subprotocol: String?)
    /// It stays HTTP and is answered with this status; `reason` becomes the body.
    case refuse(status: Int, reason: String, headers: [(String, String)])
}
