// What the rules make of what meters show, and of what they do not.
extension Site {
    mutating func decide(_ reading: MeterReading, at stamp: Stamp) -> Answer {
        let meter = reading.meter
        let before = meters[meter] ?? MeterLedger()
        if let last = before.last?.reading, reading.repeats(last) {
            if before.isOverdue(at: reading.at, after: rules.patience(with: meter)) {
                tell(.repeats, of: meter, at: stamp)
            }
            return .duplicate
        }
        let bounds = rules.bounds(of: meter)
        if let gap = before.gap(before: reading, patience: rules.patience(with: meter)) {
            conclude(.gap(gap), about: .meter(meter), at: stamp)
        }
        conclude(.reading(before.judge(reading, at: stamp, bounds: bounds)), about: .meter(meter), at: stamp)
        let decided = meters[meter]?.quarterHours(since: before, bounds: bounds)
        if let decided, !decided.isEmpty { conclude(.quarterHours(decided), about: .meter(meter), at: stamp) }
        decideSessions(behind: meter, at: stamp)
        return .recorded
    }

    /// Whoever reads the meter says why it cannot.
    mutating func decide(_ missed: MissedReading, at stamp: Stamp) -> Answer {
        tell(missed.reason, of: missed.meter, missed.detail, at: stamp)
    }

    /// A silence is told once, and once more when its reason becomes known.
    @discardableResult
    private mutating func tell(
        _ reason: MeterSilence.Reason, of meter: MeterID, _ detail: String? = nil, at stamp: Stamp
    ) -> Answer {
        let ledger = meters[meter]
        if let known = ledger?.silence, known.reason != .overdue || reason == .overdue { return .duplicate }
        let silence = MeterSilence(since: ledger?.last?.reading.at, reason: reason, detail: detail)
        conclude(.silent(silence), about: .meter(meter), at: stamp)
        return .recorded
    }

    mutating func lookForSilentMeters(at stamp: Stamp) {
        for meter in rules.meterInterval.keys.sorted()
        where meters[meter]?.silence == nil
            && meters[meter]?.isOverdue(at: stamp.at, after: rules.patience(with: meter)) == true
        {
            tell(.overdue, of: meter, at: stamp)
        }
    }
}

extension MeterLedger {
    /// It was read before, and should have been again.
    func isOverdue(at now: Timestamp, after patience: Duration) -> Bool {
        last.map { now - $0.reading.at > patience } ?? false
    }
}

extension SiteRules {
    /// How long a meter may take between two readings before that is a gap.
    package func patience(with meter: MeterID) -> Duration {
        meterInterval[meter].map { $0 * 3 + .seconds(5) } ?? SessionDraft.readingGap
    }

    func bounds(of meter: MeterID) -> RegisterBounds {
        RegisterBounds(modulus: registerModulus[meter], mostWatts: mostWatts[meter])
    }
}
