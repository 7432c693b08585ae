/// A ChargeReport API key. It prints as `***`, so that it cannot get into a log or an error by accident.
package struct ApiKey: Hashable, Sendable {
    private let secret: String

    /// `nil` for anything that cannot be a key: nothing, more than 512 characters, or characters a header cannot carry.
    package init?(_ text: some StringProtocol) {
        guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        secret = String(text)
    }

    /// The value of the header `Authorization`. Nothing else may see it.
    var authorization: String { "Bearer " + secret }

    /// Takes the key out of a text that came from outside, in case the server repeats it.
    func redact(_ text: String) -> String { text.replacing(secret, with: "***") }
}

extension ApiKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
