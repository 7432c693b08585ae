/// What the central system says of an idTag. OCPP 1.6, section 7.2.
package enum AuthorizationStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    case blocked = "Blocked"
    case expired = "Expired"
    case invalid = "Invalid"
    /// Makes sense only in the answer to a StartTransaction.
    case concurrentTx = "ConcurrentTx"
}
