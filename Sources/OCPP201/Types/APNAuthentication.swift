/// How a mobile network is entered.
package enum APNAuthentication: String, Codable, Sendable, CaseIterable {
    case chap = "CHAP"
    case unauthenticated = "NONE"
    case pap = "PAP"
    case auto = "AUTO"
}
