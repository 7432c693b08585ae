import OCPP

/// The kind of a token. Eight words in 2.0.1, any text of at most 20 characters in 2.1.
package struct IdTokenType: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let central = IdTokenType(rawValue: "Central")
    package static let eMAID = IdTokenType(rawValue: "eMAID")
    package static let iso14443 = IdTokenType(rawValue: "ISO14443")
    package static let iso15693 = IdTokenType(rawValue: "ISO15693")
    package static let keyCode = IdTokenType(rawValue: "KeyCode")
    package static let local = IdTokenType(rawValue: "Local")
    package static let macAddress = IdTokenType(rawValue: "MacAddress")
    /// There is no token: a start button, for example.
    package static let noAuthorization = IdTokenType(rawValue: "NoAuthorization")

    private static let known: Set<IdTokenType> = [
        central, eMAID, iso14443, iso15693, keyCode, local, macAddress, noAuthorization,
    ]

    package func encode(to encoder: any Encoder) throws {
        guard Self.known.contains(self) || encoder.dialect == .ocpp21 else {
            throw PayloadError.outOfBounds(field: "", rule: "be a type of token that OCPP 2.0.1 knows")
        }
        try Text<20>(rawValue).encode(to: encoder)
    }
}
