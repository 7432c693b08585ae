/// The password of a station in the one form that is hashed.
///
/// Stations send the AuthorizationKey of OCPP 1.6 in several ways: the bytes behind the hexadecimal digits, as the
/// security white paper says, the digits themselves in either case, or any other text as it stands. So that one hash
/// opens for all of them, digits are hashed as the bytes behind them, and everything else as it stands.
package struct StationSecret: Sendable, CustomStringConvertible {
    /// More than any version of OCPP has, and little enough to be hashed for anyone who asks.
    package static let maximumBytes = 128

    let canonical: [UInt8]

    /// `nil` for no text, or too much of it.
    package init?(_ text: String) {
        guard (1...Self.maximumBytes).contains(text.utf8.count) else { return nil }
        let literal = Array(text.utf8)
        canonical = Hex.bytes(literal) ?? literal
    }

    package var description: String { "(a password)" }

    /// Blocks for as long as `cost` says.
    package func hash(cost: PasswordHash.Cost = .standard) throws(TrustError) -> PasswordHash {
        try PasswordHash.make(canonical, cost: cost)
    }
}

extension PasswordHash {
    /// Whether what a station sent opens, in whichever way it sends it. Blocks for one computation, or for two when the
    /// offered bytes are hexadecimal digits.
    package func opens(for offered: [UInt8]) -> Bool {
        guard (1...StationSecret.maximumBytes).contains(offered.count) else { return false }
        // Digits are hashed as bytes whenever a person wrote them, so that is the likelier reading.
        if let key = Hex.bytes(offered), verify(key) { return true }
        return verify(offered)
    }
}
