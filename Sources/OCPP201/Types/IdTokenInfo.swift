package import OCPP

/// What the CSMS knows of a token.
package struct IdTokenInfo: Codable, Hashable, Sendable {
    package var status: AuthorizationStatus
    /// ISO 8601; when the station should forget what it was told.
    package var cacheExpiryDateTime: String?
    /// -9 to 9; higher is served first.
    package var chargingPriority: Int?
    package var language1: Text<8>?
    /// Where the token may charge; without it everywhere.
    package var evseId: [Int]?
    package var groupIdToken: IdToken?
    package var language2: Text<8>?
    package var personalMessage: MessageContent?

    package init(
        status: AuthorizationStatus, cacheExpiryDateTime: String? = nil, chargingPriority: Int? = nil,
        language1: Text<8>? = nil, evseId: [Int]? = nil, groupIdToken: IdToken? = nil, language2: Text<8>? = nil,
        personalMessage: MessageContent? = nil
    ) {
        self.status = status
        self.cacheExpiryDateTime = cacheExpiryDateTime
        self.chargingPriority = chargingPriority
        self.language1 = language1
        self.evseId = evseId
        self.groupIdToken = groupIdToken
        self.language2 = language2
        self.personalMessage = personalMessage
    }
}
