/// Taken or not. OCPP 1.6 security white paper.
package enum GenericStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    case rejected = "Rejected"
}
