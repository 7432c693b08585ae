/// What was thought of a register's new value, beside the one before it.
package enum Judgement: String, Codable, Sendable, CaseIterable {
    /// It follows from the one before, or is the first.
    case normal
    /// It lies one step of the register below the one before (sums of tariffs read apart do that, and floats): the one
    /// before goes on to count, and nothing is taken away.
    case held
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
    /// The reading has no such register.
    case noRegister

    /// Whether energy may be counted from it.
    package var isAccepted: Bool { self != .suspect && self != .noRegister }

    /// It goes on from the reading before, and nothing happened to the register meanwhile.
    package var isSmooth: Bool { self == .normal || self == .held }
}

/// A reading, and what was thought of it when it came.
package struct JudgedReading: Hashable, Codable, Sendable {
    package var reading: MeterReading
    /// Of the import register, by which sessions count.
    package var judgement: Judgement
    /// Of the energy registers that did not simply go on; `nil` where all did, and in entries from before only the
    /// import register was judged.
    package var verdicts: [RegisterVerdict]?
    /// The segments of its registers that begin with this reading.
    package var begins: [RegisterSegment]?

    package init(reading: MeterReading, judgement: Judgement) {
        self.reading = reading
        self.judgement = judgement
    }

    package func judgement(of register: OBIS) -> Judgement {
        if register == .energyImport { return judgement }
        return verdicts?.first { $0.register == register }?.judgement ?? .normal
    }

    /// The register's value as it counts; `nil` where it does not.
    package func counted(_ register: OBIS) -> ExactDecimal? {
        switch judgement(of: register) {
        case .suspect, .noRegister: nil
        case .held: verdicts?.first { $0.register == register }?.holds
        default: reading[register]
        }
    }

    /// The import register as energy may be counted from it; `nil` where it may not.
    package var mark: MeterMark? {
        guard let register = counted(.energyImport) else { return nil }
        return MeterMark(
            meter: reading.meter, serialNumber: reading.serialNumber, at: reading.at, register: register)
    }
}

/// What was thought of one register of a reading.
package struct RegisterVerdict: Hashable, Codable, Sendable {
    package var register: OBIS
    package var judgement: Judgement
    /// What counts in the place of what was read, while that is held.
    package var holds: ExactDecimal?

    package init(register: OBIS, judgement: Judgement, holds: ExactDecimal? = nil) {
        self.register = register
        self.judgement = judgement
        self.holds = holds
    }
}
