/// What a tag may do here.
package enum Authorization: String, Codable, Sendable {
    case accepted = "Accepted"
    case blocked = "Blocked"
    case expired = "Expired"
    case invalid = "Invalid"
    case concurrentTransaction = "ConcurrentTx"
}

/// Decides about a tag. A refusal is an answer, never an error.
package protocol Authorizer: Sendable {
    /// `tag` is what the station told, `nil` where it told none; `evse` where it is known.
    func authorize(_ tag: String?, at station: StationID, evse: Int?) async -> AuthorizationVerdict
}
