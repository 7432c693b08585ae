/// A pause before the next try that doubles with each failure.
struct BackOff: Sendable {
    let first: Duration
    let longest: Duration
    private var pause: Duration?
    private var over: Duration = .zero

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    func isOver(at now: Duration) -> Bool { pause == nil || now >= over }

    mutating func failed(at now: Duration) {
        let next = pause.map { min($0 * 2, longest) } ?? first
        pause = next
        over = now + next
    }

    mutating func succeeded() { pause = nil }
}

/// How long ago this was called, by the clock; for comparing moments of an `any Clock`.
package func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
}
