/// A host and a TCP port, written `host:port` or `[v6]:port`.
package struct HostPort: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    /// 0 lets the system choose.
    package var port: Int

    package init?(_ text: String) {
        guard text.utf8.count <= 260, let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-:%_".contains($0)) })
        else { return nil }
        self.host = String(host)
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Only this box can reach it.
    package var isLoopback: Bool { host == "::1" || host == "localhost" || host.hasPrefix("127.") }
}
