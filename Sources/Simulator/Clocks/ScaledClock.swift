package import Charging

/// A clock on which everything happens `factor` times faster: an hour's charging in a minute, to watch.
package struct ScaledClock: Clock {
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    package let factor: Int
    private let base = ContinuousClock()
    private let origin: ContinuousClock.Instant

    package init(factor: Int) {
        self.factor = factor
        origin = base.now
    }

    package var now: Instant { Instant(offset: (base.now - origin) * factor) }
    package var minimumResolution: Duration { base.minimumResolution * factor }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await base.sleep(until: origin + deadline.offset / factor, tolerance: tolerance.map { $0 / factor })
    }
}

/// The wall clock beside a `ScaledClock`: it starts at the true time and runs as fast.
package struct ScaledWallClock: WallClock {
    private let clock: ScaledClock
    private let start: Stamp

    package init(clock: ScaledClock, start: Stamp) {
        self.clock = clock
        self.start = start
    }

    package var now: Stamp {
        let elapsed = clock.now.offset
        var stamp = start
        stamp.at = start.at + elapsed
        stamp.monotonic = start.monotonic + elapsed.microseconds
        return stamp
    }
}
