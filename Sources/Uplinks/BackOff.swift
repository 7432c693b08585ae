/// How long to wait after each failure: a random part of 5 s, 10 s, 20 s … up to 15 min.
///
/// The whole span is random ("full jitter"), so that boxes that lost the same server do not come back all at once.
package struct BackOff: Sendable {
    package static let first: Duration = .seconds(5)
    package static let longest: Duration = .seconds(900)

    private var failures = 0
    private let jitter: Jitter

    package init(jitter: Jitter) { self.jitter = jitter }

    package mutating func next() -> Duration {
        let span = min(Self.first * (1 << min(failures, 16)), Self.longest)
        failures += 1
        return jitter.within(.zero, span)
    }

    package mutating func reset() { failures = 0 }
}

/// Chance, as a parameter, so that a test can say what it draws.
package struct Jitter: Sendable {
    /// A number from 0 to 1.
    private let draw: @Sendable () -> Double

    package init(_ draw: @escaping @Sendable () -> Double) { self.draw = draw }

    package static let random = Jitter { Double.random(in: 0...1) }

    package func within(_ shortest: Duration, _ longest: Duration) -> Duration {
        shortest + (longest - shortest) * min(max(draw(), 0), 1)
    }
}
