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
    func authorize(_ tag: String, at station: StationID) async -> Authorization
}
