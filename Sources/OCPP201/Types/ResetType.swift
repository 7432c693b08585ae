/// How urgent a restart is.
package enum ResetType: String, Codable, Sendable, CaseIterable {
    /// Ends transactions first.
    case immediate = "Immediate"
    /// When no transaction runs any more.
    case onIdle = "OnIdle"
}
