package import OCPP

/// Whom a transaction is for. The standard compares tokens without regard to case.
package struct IdToken: Codable, Hashable, Sendable {
    /// Empty for the type `NoAuthorization`.
    package var idToken: GrowingText<36, 255>
    package var type: IdTokenType
    package var additionalInfo: [AdditionalInfo]?

    package init(idToken: GrowingText<36, 255>, type: IdTokenType, additionalInfo: [AdditionalInfo]? = nil) {
        self.idToken = idToken
        self.type = type
        self.additionalInfo = additionalInfo
    }
}
