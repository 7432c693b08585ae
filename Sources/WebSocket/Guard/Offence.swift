/// What an address can do wrong. The layer above may report such things, too.
package enum Offence: String, Hashable, Sendable {
    /// A handshake that failed: no TLS, no HTTP, too slow.
    case badHandshake
    /// Credentials or an identity that are not known here.
    case refusedCredentials
    /// Frames or messages that no proper client sends.
    case protocolViolation
}

/// Why a socket is closed before anything is read from it.
enum Rejection: String {
    case network = "its network is not on the allowlist"
    case ban = "its address is banned for a while"
    case addressLimit = "its address has too many connections"
    case rate = "its address connects too often"
    case limit = "too many connections are open"
}
