/// URLs of CSMSs: whether they can be one, and where they lead.
enum CloudURL {
    enum Problem {
        case malformed
        /// It goes without TLS to another box.
        case open
    }

    static func problem(_ url: String, unencrypted: Bool) -> Problem? {
        guard let host = host(of: url), url.utf8.count <= 512, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !url.contains("#"), !filled(url, identity: "x", token: "x").contains(where: { "{}".contains($0) })
        else { return .malformed }
        guard url.lowercased().hasPrefix("ws://"), !unencrypted, !host.isLoopback else { return nil }
        return .open
    }

    /// A token stands in a URL as it is. RFC 3986, section 3.3.
    static func canBePart(_ token: String) -> Bool {
        token.utf8.count <= 512
            && token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~!$&'()*+,;=:@%".contains($0)) }
    }

    /// `nil` where it is no URL with a host.
    static func host(of url: String) -> HostPort? {
        let lower = url.lowercased()
        guard let scheme = ["wss://", "ws://"].first(where: lower.hasPrefix) else { return nil }
        let authority = String(lower.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" })
        return HostPort(authority) ?? HostPort(authority + (scheme == "wss://" ? ":443" : ":80"))
    }

    /// What is dialled, the same for every way to write it. Only to be compared, for it is not encoded as on the wire.
    static func destination(_ url: String, identity: String, token: String) -> String {
        let hasPlace = url.contains(CSMSSection.placeholder) || url.contains(CSMSSection.tokenPlaceholder)
        let whole = filled(hasPlace ? url : url + "/" + identity, identity: identity, token: token)
        guard let host = host(of: whole), let scheme = whole.firstRange(of: "://") else { return whole }
        let path = whole[scheme.upperBound...].drop { $0 != "/" && $0 != "?" }
        return "\(host)/" + path.split(separator: "/").joined(separator: "/")
    }

    private static func filled(_ url: String, identity: String, token: String) -> String {
        url.replacing(CSMSSection.placeholder, with: identity).replacing(CSMSSection.tokenPlaceholder, with: token)
    }
}
