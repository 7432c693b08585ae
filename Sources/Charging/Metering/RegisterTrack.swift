/// What was thought of a reading's import register, beside the one before it.
package enum Judgement: String, Codable, Sendable {
    /// It follows from the one before, or is the first.
    case normal
    /// It does not follow, and may be a glitch: kept as read, used for nothing until it is confirmed.
    case suspect
    /// The register passed its largest value.
    case rollover
    /// The register was set back; what flowed in between is unknown.
    case reset
    /// Another meter answers now.
    case exchanged
    /// The reading has no import register.
    case noRegister

    /// Whether energy may be counted from it.
    package var isAccepted: Bool { self != .suspect && self != .noRegister }
}
