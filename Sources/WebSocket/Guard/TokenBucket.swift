/// So many a second, and a burst on top: the usual measure for floods. Time is counted from anywhere, in nanoseconds.
package struct TokenBucket: Hashable, Sendable {
    package struct Rate: Hashable, Sendable {
        package var perSecond: Double
        package var burst: Double

        package init(perSecond: Double, burst: Double) {
            self.perSecond = perSecond
            self.burst = burst
        }
    }

    /// Below zero is debt.
    private var level: Double
    private var updated: UInt64

    package init(_ rate: Rate, at now: UInt64) {
        level = rate.burst
        updated = now
    }

    /// Takes one; `false` when nothing was left, and then it is owed.
    package mutating func take(_ rate: Rate, at now: UInt64) -> Bool {
        refill(rate, at: now)
        level -= 1
        return level >= 0
    }

    /// Takes one only if there is one.
    package mutating func takeIfAny(_ rate: Rate, at now: UInt64) -> Bool {
        refill(rate, at: now)
        guard level >= 1 else { return false }
        level -= 1
        return true
    }

    /// Whether it is as full as it gets: then nothing needs to be remembered.
    package mutating func isFull(_ rate: Rate, at now: UInt64) -> Bool {
        refill(rate, at: now)
        return level >= rate.burst
    }

    /// How long until nothing is owed any more, in nanoseconds; zero when nothing is.
    package mutating func debt(_ rate: Rate, at now: UInt64) -> UInt64 {
        refill(rate, at: now)
        guard level < 0 else { return 0 }
        return UInt64(min(-level / max(rate.perSecond, 0.001), 60) * 1e9) + 1
    }

    private mutating func refill(_ rate: Rate, at now: UInt64) {
        guard now > updated else { return }
        level = min(rate.burst, level + Double(now - updated) / 1e9 * rate.perSecond)
        updated = now
    }
}
