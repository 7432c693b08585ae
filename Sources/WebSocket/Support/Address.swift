/// Where a `ws://` or `wss://` URL points.
struct Address: Hashable, Sendable {
    /// Whether TLS is spoken there.
    var isSecure: Bool
    var host: String
    var port: Int
    /// As the `Host` header names it.
    var authority: String
    /// What the request line asks for; stays percent-encoded.
    var pathAndQuery: String

    init(_ url: String) throws(DialError) {
        guard let scheme = url.firstRange(of: "://") else {
            throw .badURL("\(url) is no URL, write ws://host:port/path or wss://host:port/path")
        }
        switch url[..<scheme.lowerBound].lowercased() {
        case "ws": isSecure = false
        case "wss": isSecure = true
        default: throw .badURL("\(url) is no WebSocket URL, write ws://host:port/path or wss://host:port/path")
        }
        let rest = url[scheme.upperBound...].prefix { $0 != "#" }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<end])
        let path = String(rest[end...])
        pathAndQuery = path.hasPrefix("/") ? path : "/" + path
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !authority.contains("@"),
            let (host, port) = Self.split(authority, defaultPort: isSecure ? 443 : 80)
        else { throw .badURL("\(url) has no valid host and port, write ws://host:port/path or wss://host:port/path") }
        self.host = host
        self.port = port
    }

    /// `host`, `host:port` or `[v6]:port`.
    private static func split(_ authority: String, defaultPort: Int) -> (host: String, port: Int)? {
        let bracket = authority.lastIndex(of: "]")
        let colon = authority[(bracket ?? authority.startIndex)...].lastIndex(of: ":")
        var host = authority[..<(colon ?? authority.endIndex)]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let port = colon.map { Int(authority[authority.index(after: $0)...]) } ?? defaultPort
        guard !host.isEmpty, !host.contains(where: { "[]".contains($0) }), let port, (1...65535).contains(port) else {
            return nil
        }
        return (String(host), port)
    }
}
