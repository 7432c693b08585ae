/// What the CSMS says of a token.
package enum AuthorizationStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    case blocked = "Blocked"
    /// The token charges elsewhere already.
    case concurrentTx = "ConcurrentTx"
    case expired = "Expired"
    case invalid = "Invalid"
    case noCredit = "NoCredit"
    case notAllowedTypeEVSE = "NotAllowedTypeEVSE"
    case notAtThisLocation = "NotAtThisLocation"
    case notAtThisTime = "NotAtThisTime"
    case unknown = "Unknown"
}
