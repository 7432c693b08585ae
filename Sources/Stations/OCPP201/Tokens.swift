import Charging
import OCPP
import OCPP201

// Between the site's tags, which have no type, and the tokens of OCPP 2, which have.

extension IdToken {
    /// A token of the type that a tag like this one usually has.
    init(tag: String) {
        self.init(idToken: GrowingText(tag), type: Self.type(of: tag))
    }

    /// `nil` where the token names nobody: a start button was pressed.
    var tag: String? {
        guard type != .noAuthorization, !idToken.text.isEmpty else { return nil }
        return idToken.text.bounded
    }

    /// The serial number of a card has 4, 7 or 10 bytes. A contract (eMAID) has a country, a provider and a `C` with
    /// eight more characters, with or without hyphens and a check digit. Everything else comes from some system.
    private static func type(of tag: String) -> IdTokenType {
        if [8, 14, 20].contains(tag.utf8.count), tag.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) {
            return .iso14443
        }
        let letters = Array(tag.uppercased().utf8).filter { $0 != UInt8(ascii: "-") }
        let isContract =
            [14, 15].contains(letters.count) && letters[5] == UInt8(ascii: "C")
            && letters.prefix(2).allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            && letters.allSatisfy { Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber }
        return isContract ? .eMAID : .central
    }
}

extension IdTokenInfo {
    init(_ verdict: AuthorizationVerdict) {
        self.init(
            status: AuthorizationStatus(verdict.status), cacheExpiryDateTime: verdict.expires?.inMilliseconds,
            groupIdToken: verdict.group.map { IdToken(tag: $0.text) })
    }
}

extension AuthorizationStatus {
    init(_ authorization: Authorization) {
        self =
            switch authorization {
            case .accepted: .accepted
            case .blocked: .blocked
            case .expired: .expired
            case .invalid: .invalid
            case .concurrentTransaction: .concurrentTx
            }
    }
}

extension StatusInfo {
    /// For people.
    var sentence: String { additionalInfo.map { "\(reasonCode): \($0)" } ?? reasonCode.text }
}

extension StatusResponse {
    var reason: String? { statusInfo?.sentence }
}
