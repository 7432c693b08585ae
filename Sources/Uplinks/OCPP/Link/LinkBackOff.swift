/// When a link dials again: a random part of 5 s, 10 s, 20 s … up to a ceiling, and never at once.
///
/// The whole span is random ("full jitter"), also before the first attempt, so that a hundred stations that start
/// together or lost the same CSMS do not come all at once.
package struct LinkBackOff: Sendable {
    package static let first: Duration = .seconds(5)
    package static let shortest: Duration = .seconds(1)

    private let longest: Duration
    private let jitter: Jitter
    private var failures = 0

    package init(longest: Duration, jitter: Jitter) {
        self.longest = max(longest, Self.shortest)
        self.jitter = jitter
    }

    /// Before the very first attempt.
    package func start() -> Duration { jitter.within(.zero, min(Self.first, longest)) }

    package mutating func next() -> Duration {
        let span = min(Self.first * (1 << min(failures, 16)), longest)
        failures += 1
        return jitter.within(Self.shortest, span)
    }

    package mutating func reset() { failures = 0 }
}
