import FoundationEssentials

/// Where ChargeReport is. Only HTTPS, because the key goes with every request; plain HTTP only to this very machine.
package struct ChargeReportEndpoint: Hashable, Sendable, CustomStringConvertible {
    package static let path = "/api/gateway/sessions"

    /// The whole address sessions are posted to.
    package let url: String

    package var description: String { url }

    /// - Parameter base: `https://chargereport.app`, without the path of the API.
    package init(base: String) throws(BadEndpoint) {
        guard base.utf8.count <= 512, let parts = URLComponents(string: base), let host = parts.host, !host.isEmpty
        else {
            throw BadEndpoint("\"\(base.prefix(512))\" is no address. Write it like \"https://chargereport.app\".")
        }
        guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
            throw BadEndpoint(
                "The address must have no user, password, query or fragment. The key has its own setting.")
        }
        let isHere = ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        guard parts.scheme == "https" || (parts.scheme == "http" && isHere) else {
            throw BadEndpoint("\"\(base)\" must begin with https://, so that nobody on the way can read the key.")
        }
        url = String(base.trimmingSuffix { $0 == "/" }) + Self.path
    }
}

/// The configured address cannot be used, and what to write instead.
package struct BadEndpoint: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(_ isEnd: (Character) -> Bool) -> SubSequence {
        guard let last = lastIndex(where: { !isEnd($0) }) else { return self[startIndex..<startIndex] }
        return self[...last]
    }
}
