import FoundationEssentials

/// Where a CSMS is, and how a station is named in its URL. OCPP-J 1.6, section 3.1.1.
///
/// Printed it shows no secret: a path that names the station by a token never leaves here but for the dialer.
package struct CSMSAddress: Hashable, Sendable {
    /// The station's identity, percent-encoded.
    package static let stationMark = "{station}"
    /// A token from a file of its own.
    package static let tokenMark = "{token}"

    private let template: String
    private let hidesPath: Bool
    /// `csms.example:443`, for people.
    package let host: String
    /// TLS is spoken there.
    package let isSecure: Bool
    /// Where the token is kept that stands in the URL; it is read anew for each attempt.
    let token: SecretSource?

    /// - Parameters:
    ///   - url: `wss://csms.example/ocpp`. The identity is appended, unless `{station}` says where it belongs, or the
    ///     path is hidden, which names the station itself then.
    ///   - hidesPath: the path is a secret.
    ///   - token: what goes in the place of `{token}`.
    package init(_ url: String, hidesPath: Bool = false, token: SecretSource? = nil) throws(BadEndpoint) {
        guard url.utf8.count <= 512, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw BadEndpoint("The URL of the CSMS must have at most 512 characters, and no spaces or umlauts.")
        }
        guard (token != nil) == url.contains(Self.tokenMark) else {
            throw BadEndpoint(
                token == nil
                    ? "The URL of the CSMS has the place {token}, and no token is configured."
                    : "A token is configured, and the URL of the CSMS does not say where: write {token} in its place.")
        }
        let sample = url.replacing(Self.stationMark, with: "x").replacing(Self.tokenMark, with: "x")
        guard let parts = URLComponents(string: sample), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["ws", "wss"].contains(scheme), !sample.contains("{")
        else {
            throw BadEndpoint(
                "The URL of the CSMS cannot be used. Write it like \"wss://csms.example/ocpp\"; {station} and {token} "
                    + "are the only places that are filled in.")
        }
        guard parts.user == nil, parts.password == nil, parts.fragment == nil else {
            throw BadEndpoint(
                "The URL of the CSMS must have no user, password or fragment. The password has its own setting.")
        }
        guard let start = url.firstRange(of: "://")?.upperBound,
            !url[start...].prefix(while: { $0 != "/" && $0 != "?" }).contains("{")
        else { throw BadEndpoint("The host of the CSMS must be written out; {station} belongs into the path.") }
        template = url
        self.token = token
        self.hidesPath = hidesPath || token != nil
        isSecure = scheme == "wss"
        self.host = parts.port.map { "\(host):\($0)" } ?? host
    }

    /// What is dialled.
    func url(identity: String, token: String?) -> String {
        let name = Self.percentEncoded(identity)
        let named: String
        if template.contains(Self.stationMark) {
            named = template.replacing(Self.stationMark, with: name)
        } else if hidesPath {
            named = template
        } else {
            let end = template.firstIndex(of: "?") ?? template.endIndex
            var path = template[..<end]
            while path.hasSuffix("/") { path.removeLast() }
            named = "\(path)/\(name)\(template[end...])"
        }
        return token.map { named.replacing(Self.tokenMark, with: $0) } ?? named
    }

    /// The server's door, without anything that says whose station knocks.
    var origin: String { "\(isSecure ? "wss" : "ws")://\(host)/" }

    /// What may be told to people: the host alone where the path is a secret, and never a query.
    func shown(identity: String) -> String {
        guard !hidesPath else { return host }
        return String(url(identity: identity, token: nil).prefix { $0 != "?" })
    }

    /// A token that goes into a URL as it is.
    static func token(_ text: Substring) -> String? {
        let others = Set("-._~!$&'()*+,;=:@%".utf8)
        guard text.utf8.allSatisfy({ isUnreserved($0) || others.contains($0) }) else { return nil }
        return String(text)
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte in
            isUnreserved(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 3986, section 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }
}

extension CSMSAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { host }
    package var debugDescription: String { host }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
