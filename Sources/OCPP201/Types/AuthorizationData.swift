/// One entry of a local authorization list.
package struct AuthorizationData: Codable, Hashable, Sendable {
    package var idToken: IdToken
    package var idTokenInfo: IdTokenInfo?

    package init(idToken: IdToken, idTokenInfo: IdTokenInfo? = nil) {
        self.idToken = idToken
        self.idTokenInfo = idTokenInfo
    }
}
