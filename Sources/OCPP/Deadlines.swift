import Synchronization

/// Watches how long calls wait for their answers, with one task for all of them.
///
/// A task for every call would be simpler. But a sleep that is cancelled keeps its timer until it would have ended, and a
/// peer that answers at once would leave tens of thousands of them behind.
final class Deadlines: Sendable {
    private struct Wait: Sendable {
        var end: Duration
        var expire: @Sendable () -> Void
    }

    private struct State: ~Copyable {
        var waits: [MessageID: Wait] = [:]
        var alarm: (at: Duration, task: Task<Void, Never>)?
        var isOver = false
    }

    /// So much later is early enough.
    private static let tolerance = Duration.milliseconds(100)

    private let clock: any Clock<Duration>
    /// How long this has existed.
    private let age: @Sendable () -> Duration
    private let state = Mutex(State())

    init(clock: any Clock<Duration>) {
        self.clock = clock
        age = Self.stopwatch(clock)
    }

    private static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// The call waits from now on, and `expire` is called where it does so in vain.
    func set(_ id: MessageID, within time: Duration, expire: @escaping @Sendable () -> Void) {
        let end = age() + time
        state.withLock { state in
            guard !state.isOver else { return }
            state.waits[id] = Wait(end: end, expire: expire)
            // The alarm for a call that was answered long ago serves the next one, too.
            if let alarm = state.alarm {
                guard end < alarm.at else { return }
                alarm.task.cancel()
            }
            state.alarm = (end, Task { await self.watch(until: end) })
        }
    }

    /// The call waits no more.
    func clear(_ id: MessageID) { state.withLock { _ = $0.waits.removeValue(forKey: id) } }

    /// No call will wait again.
    func end() {
        state.withLock { state in
            state.isOver = true
            state.waits = [:]
            state.alarm?.task.cancel()
            state.alarm = nil
        }
    }

    private func watch(until first: Duration) async {
        var next = first
        while (try? await clock.sleep(for: max(next - age(), .zero), tolerance: Self.tolerance)) != nil {
            let now = age()
            let (expired, following) = state.withLock { state -> ([Wait], Duration?) in
                guard state.alarm?.at == next else { return ([], nil) }
                let expired = state.waits.filter { $0.value.end <= now }
                for id in expired.keys { state.waits[id] = nil }
                guard let following = state.waits.values.map(\.end).min() else {
                    state.alarm = nil
                    return (Array(expired.values), nil)
                }
                state.alarm?.at = following
                return (Array(expired.values), following)
            }
            for wait in expired { wait.expire() }
            guard let following else { return }
            next = following
        }
    }
}
