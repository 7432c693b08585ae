/// What was thought of a reading's import register, beside the one before it.
package enum Judgement: String, Codable, Sendable {
    /// It follows from the one before, or is the first.
    case normal
    /// It does not follow, and may be a glitch: kept as read, used for nothing until it is confirmed.
    case suspect
    /// It rose faster than can be believed, and two further readings agree with it: a time in between is missing.
    case leap
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

/// Follows one meter's import register, and tells a reset, a rollover, an exchange and a glitch apart.
///
/// A register only grows. One that fell may have been read wrongly once (zeros are common), so it is believed only
/// when two further readings agree with it; until then the readings are kept and nothing is counted from them.
package struct RegisterTrack: Hashable, Codable, Sendable {
    /// The last mark that was believed.
    package private(set) var last: MeterMark?
    /// Marks that did not follow and wait for confirmation, oldest first.
    private var suspects: [MeterMark] = []

    /// A meter cannot show more than this much above what it showed, whatever hangs behind it: 1 MW, and 1 kWh for
    /// registers that move in coarse steps.
    private static let mostWatts: Int64 = 1_000_000
    private static let mostStep = ExactDecimal(1000)
    /// How often a mark that does not follow must come before it is believed.
    private static let confirmations = 3

    package init() {}

    /// What to think of the reading. `modulus` is the value at which the register starts again at 0, in Wh.
    package func judge(_ reading: MeterReading, modulus: ExactDecimal?) -> Judgement {
        guard let mark = MeterMark(reading) else { return .noRegister }
        guard let last else { return .normal }
        if let known = last.serialNumber, let answering = mark.serialNumber, known != answering { return .exchanged }
        if Self.follows(mark, last) { return .normal }
        if let modulus, isRollover(from: last, to: mark, modulus) { return .rollover }
        guard suspects.count + 1 >= Self.confirmations, let previous = suspects.last, Self.follows(mark, previous)
        else {
            return .suspect
        }
        return mark.register >= last.register ? .leap : .reset
    }

    /// Remembers the reading as it was judged.
    package mutating func remember(_ judged: JudgedReading) {
        guard let mark = MeterMark(judged.reading) else { return }
        if judged.judgement.isAccepted {
            last = mark
            suspects = []
        } else if let previous = suspects.last, Self.follows(mark, previous) {
            suspects = (suspects + [mark]).suffix(Self.confirmations)
        } else {
            suspects = [mark]
        }
    }

    /// The register did not fall, and did not rise faster than any meter could.
    private static func follows(_ mark: MeterMark, _ previous: MeterMark) -> Bool {
        guard mark.register >= previous.register, let rise = mark.register.minus(previous.register) else {
            return false
        }
        let seconds = max(0, (mark.at - previous.at).components.seconds)
        guard let most = mostStep.plus(ExactDecimal(mostWatts / 3600 * seconds)) else { return true }
        return rise <= most
    }

    private func isRollover(from last: MeterMark, to mark: MeterMark, _ modulus: ExactDecimal) -> Bool {
        guard let missing = modulus.minus(last.register), let tenth = modulus.shifted(by: -1), missing < tenth,
            let rise = missing.plus(mark.register)
        else { return false }
        var unwrapped = mark
        unwrapped.register = last.register.plus(rise) ?? mark.register
        return Self.follows(unwrapped, last)
    }
}
