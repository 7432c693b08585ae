/// An unbroken run of one register of one meter. Energy is the difference of two readings of one segment; across the
/// border of two it is unknown, unless the register passed its largest value there.
package struct RegisterSegment: Hashable, Codable, Sendable {
    /// Why a segment begins.
    package enum Beginning: String, Codable, Sendable, CaseIterable {
        /// There is no reading before it.
        case first
        case exchanged
        case reset
        case rollover
        /// The register rose faster than can be believed.
        case leap

        init?(_ judgement: Judgement) {
            switch judgement {
            case .exchanged: self = .exchanged
            case .reset: self = .reset
            case .rollover: self = .rollover
            case .leap: self = .leap
            case .normal, .held, .suspect, .noRegister: return nil
            }
        }
    }

    package var register: OBIS
    /// Counts from 1.
    package var number: Int
    package var began: Beginning
    package var at: Timestamp
    /// What the register showed then.
    package var start: ExactDecimal
    package var serialNumber: String?
    /// The last value that counted in the segment before, and when; `nil` in the first.
    package var before: ExactDecimal?
    package var beforeAt: Timestamp?

    package init(
        register: OBIS, number: Int, began: Beginning, at: Timestamp, start: ExactDecimal, serialNumber: String?,
        before: ExactDecimal? = nil, beforeAt: Timestamp? = nil
    ) {
        self.register = register
        self.number = number
        self.began = began
        self.at = at
        self.start = start
        self.serialNumber = serialNumber
        self.before = before
        self.beforeAt = beforeAt
    }
}
