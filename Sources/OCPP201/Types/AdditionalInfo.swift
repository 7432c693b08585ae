package import OCPP

/// A further token that goes with an IdToken.
package struct AdditionalInfo: Codable, Hashable, Sendable {
    package var additionalIdToken: GrowingText<36, 255>
    package var type: Text<50>

    package init(additionalIdToken: GrowingText<36, 255>, type: Text<50>) {
        self.additionalIdToken = additionalIdToken
        self.type = type
    }
}
