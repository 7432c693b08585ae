/// Whether a car's needs can be met.
package enum NotifyEVChargingNeedsStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    case rejected = "Rejected"
    case processing = "Processing"
}
