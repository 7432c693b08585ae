import Charging
import Trust

/// The secret a webhook's batches are signed with. It prints as `***`.
package struct WebhookSecret: Hashable, Sendable {
    private let bytes: [UInt8]

    /// `nil` for fewer than 16 bytes, which could be guessed, or more than 512.
    package init?(_ text: some StringProtocol) {
        guard (16...512).contains(text.utf8.count) else { return nil }
        bytes = Array(text.utf8)
    }

    /// The value of the header `Ohmstead-Signature`: the second it was made, and the HMAC-SHA256 of that number, a point
    /// and the body, in hexadecimal. With the second in it, a batch that somebody recorded is of no use later.
    func signature(of body: String, at moment: Timestamp) -> String {
        let second = String(moment.microseconds / 1_000_000)
        let mark = HMACSHA256.mark(Array("\(second).\(body)".utf8), key: bytes)
        return "t=\(second),v1=" + mark.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
