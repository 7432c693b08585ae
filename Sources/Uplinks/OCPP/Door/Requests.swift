import Charging
import OCPP

// What a CSMS writes into a request, read and held against bounds.
extension Doorkeeper {
    /// Where a station is to fetch something from or bring something to.
    ///
    /// The station stands in the site's network, and whoever gives it addresses could reach with it what is nobody's
    /// business outside.
    func location(_ text: String) throws(Refusal) -> String {
        let schemes = ["http", "https", "ftp", "ftps", "sftp"]
        let isPlain = text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
        guard text.utf8.count <= 512, isPlain, let parts = Self.parts(of: text), schemes.contains(parts.scheme) else {
            throw .location(
                "The location is a URL of at most 512 characters that begins with \(schemes.joined(separator: ", ")).")
        }
        guard reachesSite || !Self.isWithinSite(parts.host) else {
            throw .location(
                "The location is within the site's own network; the site has to allow this CSMS such addresses.")
        }
        return text
    }

    /// A moment, and not one that a wrong clock or a joke has made.
    func moment(_ text: String, _ field: String) throws(Refusal) -> Timestamp {
        guard let moment = ISO8601(text)?.timestamp, Self.sensible.contains(moment) else {
            throw .malformed("\(field) is no date and time between 2000 and 2100.")
        }
        return moment
    }

    func moment(_ text: String?, _ field: String) throws(Refusal) -> Timestamp? {
        guard let text else { return nil }
        return try moment(text, field) as Timestamp
    }

    func retries(_ count: Int?, every seconds: Int?) throws(Refusal) -> (count: Int?, seconds: Int?) {
        guard count.map((0...100).contains) != false, seconds.map((0...86_400).contains) != false else {
            throw .malformed("retries is a number from 0 to 100, and retryInterval one from 0 to 86400 seconds.")
        }
        return (count, seconds)
    }

    /// A number for a request whose version gives it none.
    var requestID: Int { Int(now.microseconds / 1000 % Int64(Int32.max)) }

    private static let sensible = Timestamp(seconds: 946_684_800)...Timestamp(seconds: 4_102_444_800)

    private static func parts(of text: String) -> (scheme: String, host: String)? {
        guard let colon = text.firstRange(of: "://") else { return nil }
        let authority = text[colon.upperBound...].prefix { !"/?#\\".contains($0) }
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        let host = place.hasPrefix("[") ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
        guard !host.isEmpty else { return nil }
        return (text[..<colon.lowerBound].lowercased(), host.lowercased())
    }

    /// Names without a dot, `.local` and the like, and the addresses that no router outside carries. A name that leads
    /// to such an address is not seen through.
    private static func isWithinSite(_ host: String) -> Bool {
        if host.contains(":") {
            return host == "::1" || host == "::" || host.hasPrefix("::ffff:")
                || ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains { host.hasPrefix($0) }
        }
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, let first = labels.first else { return true }
        // Numbers in any form are addresses to somebody: 2130706433 and 0x7f.1 are 127.0.0.1.
        guard last.first?.isNumber == true else {
            return labels.count == 1 || ["local", "localhost", "lan", "home", "internal", "arpa"].contains(last)
        }
        let numbers = labels.compactMap { UInt8($0) }
        guard labels.count == 4, numbers.count == 4, !labels.contains(where: { $0.count > 1 && $0.first == "0" }) else {
            return true
        }
        return switch (first, numbers[1]) {
        case ("0", _), ("10", _), ("127", _), ("169", 254), ("192", 168), ("172", 16...31), ("100", 64...127): true
        default: numbers[0] >= 224
        }
    }
}
