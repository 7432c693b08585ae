/// Whether a list is replaced or amended. OCPP 1.6, section 7.46.
package enum UpdateType: String, Codable, Sendable, CaseIterable {
    case differential = "Differential"
    case full = "Full"
}
