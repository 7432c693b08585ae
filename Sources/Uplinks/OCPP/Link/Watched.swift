import Synchronization

/// A value that tasks can wait on until it is as they want it. Those who wait are served in the order they came.
final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        var id: UInt64
        var passes: @Sendable (inout Value) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var value: Value
        var waiters: [Waiter] = []
        /// Those who were cancelled before they began to wait.
        var cancelled: Set<UInt64> = []
        var nextID: UInt64 = 0
    }

    private let state: Mutex<State>

    init(_ value: Value) { state = Mutex(State(value: value)) }

    var value: Value { state.withLock { $0.value } }

    /// How many wait.
    var audience: Int { state.withLock { $0.waiters.count } }

    func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        let (result, served) = state.withLock { state in
            let result = body(&state.value)
            return (result, Self.serve(&state))
        }
        for waiter in served { waiter.resume(returning: true) }
        return result
    }

    /// Returns `true` once `passes` does, which may change the value as it goes, and `false` when the task is
    /// cancelled first.
    @discardableResult
    func wait(until passes: @escaping @Sendable (inout Value) -> Bool) async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // It may be cancelled after it was served.
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return false }
                    if passes(&state.value) { return true }
                    state.waiters.append(Waiter(id: id, passes: passes, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            leave(id)
        }
    }

    private func leave(_ id: UInt64) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }

    private static func serve(_ state: inout State) -> [CheckedContinuation<Bool, Never>] {
        var served: [CheckedContinuation<Bool, Never>] = []
        state.waiters.removeAll { waiter in
            guard waiter.passes(&state.value) else { return false }
            served.append(waiter.continuation)
            return true
        }
        return served
    }
}
