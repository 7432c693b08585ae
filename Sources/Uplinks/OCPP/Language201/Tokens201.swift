import Charging
import OCPP
import OCPP201

// Between the site's tags, which have no type, and the tokens of OCPP 2, which have.

extension IdToken {
    /// A token of the type that a tag like this one usually has.
    init(showing tag: String) { self.init(idToken: GrowingText(tag), type: Self.type(of: tag)) }

    /// `nil` for a tag that is longer than the version allows; a part of one is another one.
    init?(telling tag: String?, in dialect: Dialect) {
        guard let tag, !tag.isEmpty, tag.fits(dialect == .ocpp21 ? 255 : 36) else { return nil }
        self.init(showing: tag)
    }

    /// The serial number of a card has 4, 7 or 10 bytes. A contract (eMAID) has a country, a provider and a `C` with
    /// eight more characters, with or without hyphens and a check digit. Everything else comes from some system.
    private static func type(of tag: String) -> IdTokenType {
        let bytes = Array(tag.utf8)
        if [8, 14, 20].contains(bytes.count), bytes.allSatisfy(\.isHexDigit) { return .iso14443 }
        let letters = Array(tag.uppercased().utf8).filter { $0 != UInt8(ascii: "-") }
        let isContract =
            [14, 15].contains(letters.count) && letters[5] == UInt8(ascii: "C")
            && letters.prefix(2).allSatisfy { !$0.isDigit } && letters.allSatisfy { $0.isDigit || $0.isUpperLetter }
        return isContract ? .eMAID : .central
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isUpperLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    fileprivate var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
}

extension TagAnswer {
    init(_ info: IdTokenInfo) {
        self.init(
            status: Authorization(info.status), expires: info.cacheExpiryDateTime.flatMap { ISO8601($0)?.timestamp },
            group: info.groupIdToken.flatMap { Tag($0.idToken.text) })
    }
}

extension Authorization {
    /// The site has fewer words: who has no credit is blocked, and who may not charge here or now is not valid here.
    fileprivate init(_ status: AuthorizationStatus) {
        self =
            switch status {
            case .accepted: .accepted
            case .blocked, .noCredit: .blocked
            case .expired: .expired
            case .concurrentTx: .concurrentTransaction
            case .invalid, .notAllowedTypeEVSE, .notAtThisLocation, .notAtThisTime, .unknown: .invalid
            }
    }
}
