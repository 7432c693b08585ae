/// Which components a report is to cover.
package enum ComponentCriterion: String, Codable, Sendable, CaseIterable {
    case active = "Active"
    case available = "Available"
    case enabled = "Enabled"
    case problem = "Problem"
}
