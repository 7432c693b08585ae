/// Whether the station may work.
package enum RegistrationStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    /// It may be configured, but must not send anything unasked.
    case pending = "Pending"
    case rejected = "Rejected"
}
