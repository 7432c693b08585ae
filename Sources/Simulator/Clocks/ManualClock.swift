import Synchronization

/// A clock that stands still until a test moves it, so that no test ever waits.
///
/// `sleepers(_:)` returns once so many tasks sleep on it; then `advance(by:)` wakes those whose time has come, in the
/// order of their deadlines. Who sleeps with a tolerance watches over something and is not waited for.
package final class ManualClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var id: UInt64
        var deadline: Instant
        var isWatcher: Bool
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct Audience {
        var id: UInt64
        var count: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID: UInt64 = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<UInt64> = []
        var audiences: [Audience] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var now: Instant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = nextID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(
                    Sleeper(
                        id: id, deadline: deadline, isWatcher: tolerance != nil, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Returns once at least `count` tasks sleep on this clock, or the waiting task is cancelled, as a test is that
    /// waits in vain.
    package func sleepers(_ count: Int) async {
        let id = nextID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.sleepers.count(where: { !$0.isWatcher }) >= count || state.cancelled.remove(id) != nil {
                        return true
                    }
                    state.audiences.append(Audience(id: id, count: count, continuation: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            leave(id)
        }
    }

    /// Returns how many it woke.
    @discardableResult
    package func advance(by duration: Duration) -> Int {
        let woken = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let woken = state.sleepers.filter { $0.deadline <= state.now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return woken
        }
        for sleeper in woken { sleeper.continuation.resume() }
        return woken.count
    }

    /// Moves on to the next moment that somebody sleeps until; returns by how much, which is nothing where nobody sleeps.
    @discardableResult
    package func advanceToNext() -> Duration {
        let span = state.withLock { state in
            state.sleepers.filter { !$0.isWatcher }.map(\.deadline).min().map { state.now.duration(to: $0) } ?? .zero
        }
        advance(by: span)
        return span
    }

    private func enqueue(_ sleeper: Sleeper) {
        let (outcome, audiences): (Result<Void, any Error>?, [Audience]) = state.withLock { state in
            if state.cancelled.remove(sleeper.id) != nil { return (.failure(CancellationError()), []) }
            if sleeper.deadline <= state.now { return (.success(()), []) }
            state.sleepers.append(sleeper)
            let count = state.sleepers.count { !$0.isWatcher }
            let served = state.audiences.filter { $0.count <= count }
            state.audiences.removeAll { $0.count <= count }
            return (nil, served)
        }
        if let outcome { sleeper.continuation.resume(with: outcome) }
        for audience in audiences { audience.continuation.resume() }
    }

    private func nextID() -> UInt64 {
        state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
    }

    private func leave(_ id: UInt64) {
        let audience = state.withLock { state -> Audience? in
            guard let index = state.audiences.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.audiences.remove(at: index)
        }
        audience?.continuation.resume()
    }

    private func cancel(_ id: UInt64) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
