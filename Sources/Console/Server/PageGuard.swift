import FoundationEssentials
import Gateway
import HTTPTypes
import Hummingbird

/// Keeps other web sites out of the page and its API.
///
/// Nobody logs in to the page, so a site in the same browser must not be able to read it: neither by a name of its own
/// that leads to this box (DNS rebinding), nor by asking across origins. An address is no name anybody can take over,
/// and names of the local network are given by it; every other name is refused.
struct PageGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    /// Where the page listens, and the box's own name.
    let names: Set<String>

    init(listen: HostPort, hostname: String = ProcessInfo.processInfo.hostName) {
        names = [listen.host.lowercased(), hostname.lowercased()]
    }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try check(request)
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        for field in Self.headers where response.headers[field.name] == nil { response.headers.append(field) }
        return response
    }

    private func check(_ request: Request) throws {
        guard let host = request.head.authority, isOurs(host) else {
            throw Refusal(
                .misdirectedRequest, "unknown-host", "This page is not known by that name.",
                "Use the address of the box, its host name, or its name under .local.")
        }
        let origin = request.headers[.origin]
        let isForeign = origin != nil && origin != "http://\(host)" && origin != "https://\(host)"
        guard !isForeign,
            !["cross-site", "same-site"].contains(request.headers[.secFetchSite]) || isNavigation(request)
        else {
            throw Refusal(.forbidden, "cross-origin", "Other web sites may not read this page.")
        }
    }

    /// Somebody followed a link to the page, which shows nothing to the site the link was on.
    private func isNavigation(_ request: Request) -> Bool { request.headers[.secFetchMode] == "navigate" }

    func isOurs(_ authority: String) -> Bool {
        let host = (HostPort(authority) ?? HostPort(authority + ":80"))?.host.lowercased()
        guard let host = host.map({ $0.hasSuffix(".") ? String($0.dropLast()) : $0 }) else { return false }
        let isAddress = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        // A name without a dot is one of the local network, and those below are reserved for it (RFC 6762, RFC 8375).
        let isLocal = !host.contains(".") || [".local", ".lan", ".home.arpa"].contains { host.hasSuffix($0) }
        return isAddress || isLocal || names.contains(host)
    }

    private static let headers: [HTTPField] = [
        HTTPField(name: .cacheControl, value: "no-store"),
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
        HTTPField(name: HTTPField.Name("Referrer-Policy")!, value: "no-referrer"),
        HTTPField(name: HTTPField.Name("X-Frame-Options")!, value: "DENY"),
        HTTPField(name: HTTPField.Name("Cross-Origin-Opener-Policy")!, value: "same-origin"),
        HTTPField(name: HTTPField.Name("Cross-Origin-Resource-Policy")!, value: "same-origin"),
    ]
}

extension HTTPField.Name {
    fileprivate static let secFetchSite = Self("Sec-Fetch-Site")!
    fileprivate static let secFetchMode = Self("Sec-Fetch-Mode")!
}
