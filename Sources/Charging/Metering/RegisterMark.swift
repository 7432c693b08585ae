/// What one register showed at one moment.
package struct RegisterMark: Hashable, Codable, Sendable {
    package var value: ExactDecimal
    package var at: Timestamp
    /// The entry that says so; 0 where that is not known any more.
    package var seq: Int64
    /// Microseconds since the start of the box, by which spans are measured whatever happens to the clock; `nil` after
    /// the box was started again.
    var monotonic: Int64?
    /// The box's clock was not synchronised. Seldom, so nothing is written where it was.
    private var untrusted: Bool?

    package init(value: ExactDecimal, at: Timestamp, seq: Int64, monotonic: Int64?, trusted: Bool) {
        self.value = value
        self.at = at
        self.seq = seq
        self.monotonic = monotonic
        untrusted = trusted ? nil : true
    }

    init(_ mark: MeterMark) {
        self.init(value: mark.register, at: mark.at, seq: 0, monotonic: nil, trusted: true)
    }

    package var isTrusted: Bool { untrusted == nil }

    /// How long after the other one it is: by the monotonic time within one run of the box, else by the clock.
    func elapsed(since earlier: RegisterMark) -> Duration {
        if let monotonic, let before = earlier.monotonic { return .microseconds(monotonic - before) }
        return at - earlier.at
    }

    /// The register did not fall, and did not rise faster than the meter could.
    func follows(_ previous: RegisterMark, within bounds: RegisterBounds) -> Bool {
        guard value >= previous.value, let rise = value.minus(previous.value) else { return false }
        return rise <= bounds.most(in: elapsed(since: previous))
    }

    /// It fell by no more than one step of the register. What steps a register takes shows in the zeros that both
    /// values end with: 1234500 and 1234400 are of one that counts hundreds.
    func isStepBelow(_ previous: RegisterMark) -> Bool {
        guard value < previous.value, value > ExactDecimal(0), let fall = previous.value.minus(value) else {
            return false
        }
        return fall <= value.step(with: previous.value)
    }

    /// The value it would show had the register not started again at 0; `nil` when that is not what happened.
    func unwrapped(
        over modulus: ExactDecimal, from last: RegisterMark, within bounds: RegisterBounds
    ) -> ExactDecimal? {
        guard value < last.value, let missing = modulus.minus(last.value), let tenth = modulus.shifted(by: -1),
            missing < tenth
        else { return nil }
        var unwrapped = self
        guard let value = modulus.plus(value) else { return nil }
        unwrapped.value = value
        return unwrapped.follows(last, within: bounds) ? value : nil
    }
}

/// What a register can do at most.
package struct RegisterBounds: Hashable, Sendable {
    /// The value at which it starts again at 0, in Wh.
    package var modulus: ExactDecimal?
    /// What the meter can have flowing through it at most, in W, where that is known.
    package var mostWatts: Int64?

    package init(modulus: ExactDecimal? = nil, mostWatts: Int64? = nil) {
        self.modulus = modulus
        self.mostWatts = mostWatts
    }

    /// Whatever hangs behind a meter of which nothing is known: 1 MW, and 1 kWh for registers that move in coarse steps.
    private static let anyMeter = (watts: Int64(1_000_000), step: Int64(1000))
    /// Fuses carry more than their rating for a while.
    private static let percentOfRating: Int64 = 120
    /// Some meters refresh their registers only once a minute.
    private static let refresh: Int64 = 60

    /// The most Wh that the register can rise by.
    func most(in span: Duration) -> ExactDecimal {
        // Ten years are beyond what anyone waits for a meter, and keep the product within 64 bits.
        let seconds = min(max(0, span.components.seconds), 315_360_000)
        guard let mostWatts else { return ExactDecimal(Self.anyMeter.step + Self.anyMeter.watts / 3600 * seconds) }
        let watts = min(max(0, mostWatts), 10_000_000) * Self.percentOfRating / 100
        return ExactDecimal(10 + watts * (seconds + Self.refresh) / 3600)
    }
}

extension ExactDecimal {
    /// The largest power of ten, up to 1000, that both numbers are multiples of.
    func step(with other: ExactDecimal) -> ExactDecimal {
        let scale = max(scale, other.scale)
        guard let left = shifted(by: scale), let right = other.shifted(by: scale) else { return ExactDecimal(0) }
        var (one, two) = (left.rounded, right.rounded)
        var power = -scale
        while power < 3, one % 10 == 0, two % 10 == 0 { (one, two, power) = (one / 10, two / 10, power + 1) }
        return ExactDecimal(1).shifted(by: power) ?? ExactDecimal(0)
    }
}
