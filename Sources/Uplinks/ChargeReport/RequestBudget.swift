package import Charging

/// How many requests the API key still has: 90 in any 60 minutes, of the 100 an hour that ChargeReport allows.
///
/// A request counts from before it is sent, so one whose end was never seen counts as well. Ages are taken from the
/// monotonic clock while the box runs, because the wall clock may be set; only across a restart of the box the wall
/// clock must do, and there a step back makes requests younger, never older.
package struct RequestBudget: Codable, Hashable, Sendable {
    package static let limit = 90
    package static let window: Duration = .hours(1)
    /// The longest pause a server can ask for.
    package static let longestPause: Duration = RetryAfter.longest

    private struct Moment: Codable, Hashable {
        var wall: Int64
        var monotonic: Int64
    }

    private struct Pause: Codable, Hashable {
        var from: Moment
        var microseconds: Int64
    }

    private var boot: BootID
    private var requests: [Moment] = []
    private var pause: Pause?

    package init(at now: Stamp) { boot = now.boot }

    package var count: Int { requests.count }

    /// A request is about to be sent.
    package mutating func spend(at now: Stamp) {
        refresh(at: now)
        requests.append(moment(now))
    }

    /// The server wants no request for so long.
    package mutating func pause(for span: Duration, at now: Stamp) {
        refresh(at: now)
        let wanted = Pause(from: moment(now), microseconds: min(span, Self.longestPause).microseconds)
        let left = pause.map { $0.microseconds - (wanted.from.monotonic - $0.from.monotonic) } ?? 0
        if wanted.microseconds > left { pause = wanted }
    }

    /// How long until the next request may be sent; zero when it may be now.
    package func wait(at now: Stamp) -> Duration {
        let paused = pause.map { $0.microseconds - age(of: $0.from, at: now) } ?? 0
        let window = Self.window.microseconds
        let young = requests.map { age(of: $0, at: now) }.filter { $0 < window }.sorted(by: >)
        let full = young.count < Self.limit ? 0 : window - young[young.count - Self.limit]
        return .microseconds(max(paused, full, 0))
    }

    /// Forgets what is over, and counts on from this boot's clock.
    package mutating func refresh(at now: Stamp) {
        requests = requests.map { rebased($0, at: now) }
            .filter { now.monotonic - $0.monotonic < Self.window.microseconds }
        if let paused = pause {
            let from = rebased(paused.from, at: now)
            let isOver = now.monotonic - from.monotonic >= paused.microseconds
            pause = isOver ? nil : Pause(from: from, microseconds: paused.microseconds)
        }
        boot = now.boot
    }

    private func moment(_ now: Stamp) -> Moment { Moment(wall: now.at.microseconds, monotonic: now.monotonic) }

    private func rebased(_ moment: Moment, at now: Stamp) -> Moment {
        let age = age(of: moment, at: now)
        return Moment(wall: now.at.microseconds - age, monotonic: now.monotonic - age)
    }

    private func age(of moment: Moment, at now: Stamp) -> Int64 {
        let age = boot == now.boot ? now.monotonic - moment.monotonic : now.at.microseconds - moment.wall
        return max(age, 0)
    }
}
