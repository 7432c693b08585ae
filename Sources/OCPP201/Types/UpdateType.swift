/// Whether a list is replaced or amended.
package enum UpdateType: String, Codable, Sendable, CaseIterable {
    case differential = "Differential"
    case full = "Full"
}
