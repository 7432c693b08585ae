/// How fast a register grows that comes with no power: from step to step, for a coarse one stands still between two.
struct RegisterPace: Hashable, Codable, Sendable {
    /// Where it stepped last.
    private(set) var lastRise: MeterMark
    /// The last reading before that.
    private(set) var before: MeterMark
    private var previous: MeterMark
    /// The smallest step that was seen, in Wh.
    private var step = ExactDecimal(1)
    private var hasStepped = false

    init(_ first: MeterMark) { (lastRise, before, previous) = (first, first, first) }

    /// From the last step to this one; and while there is none, the most that it can be. `nil` before the first step.
    mutating func watts(at mark: MeterMark) -> ExactDecimal? {
        defer { previous = mark }
        guard mark.register > lastRise.register else {
            guard hasStepped, let next = lastRise.register.plus(step) else { return nil }
            var soon = mark
            soon.register = next
            return soon.watts(since: lastRise)
        }
        let watts = mark.watts(since: lastRise)
        if let rise = mark.register.minus(lastRise.register), rise < step || !hasStepped { step = rise }
        (before, lastRise, hasStepped) = (previous, mark, true)
        return watts
    }
}

extension MeterMark {
    /// The power that makes the register grow like this; `nil` where no time has passed.
    func watts(since earlier: MeterMark) -> ExactDecimal? {
        let milliseconds = (at - earlier.at).components.seconds * 1000
        guard milliseconds > 0, let rise = register.minus(earlier.register), let milli = rise.floored(places: 3) else {
            return nil
        }
        let (product, overflow) = milli.multipliedReportingOverflow(by: 3_600_000)
        return overflow ? nil : ExactDecimal(digits: product / milliseconds, scale: 3)
    }
}
