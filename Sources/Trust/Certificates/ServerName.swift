internal import Glibc

/// A name or an address under which stations reach this box.
package struct ServerName: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    let isAddress: Bool

    /// A DNS name (also with `*.` in front) or an IPv4 or IPv6 address; `nil` for anything else.
    package init?(_ text: String) {
        var storage = in6_addr()
        isAddress = unsafe inet_pton(AF_INET, text, &storage) == 1 || inet_pton(AF_INET6, text, &storage) == 1
        guard isAddress || Self.isHostName(text) else { return nil }
        description = text
    }

    /// Nothing in a name has a meaning in libcrypto's notation: `isHostName` and `inet_pton` see to that.
    var notation: String { (isAddress ? "IP:" : "DNS:") + description }

    private static func isHostName(_ text: String) -> Bool {
        let labels = (text.hasPrefix("*.") ? text.dropFirst(2) : text[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        // Four numbers that are no address are no name either.
        return text.utf8.count <= 253 && labels.allSatisfy(isLabel)
            && !(labels.last?.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) ?? true)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-")
            && label.utf8.last != UInt8(ascii: "-")
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
