import Synchronization

/// How urgent a request is; the more urgent goes first when the line is free.
package enum Haste: Int, CaseIterable, Sendable {
    /// A limit that is to be obeyed now.
    case order
    /// A reading for the quarter of an hour.
    case quarterHour
    case everyday
}

/// Who uses a line next: one at a time, the more urgent first, among equals whoever came first.
final class Turns: Sendable {
    private struct State {
        var isTaken = false
        /// By their haste.
        var waiting = [[CheckedContinuation<Void, Never>]](repeating: [], count: Haste.allCases.count)

        mutating func next() -> CheckedContinuation<Void, Never>? {
            waiting.firstIndex { !$0.isEmpty }.map { waiting[$0].removeFirst() }
        }
    }

    private let state = Mutex(State())

    /// How many wait.
    var waiting: Int { state.withLock { $0.waiting.reduce(0) { $0 + $1.count } } }

    /// Returns when the line is the caller's, who has to `leave` it.
    func take(_ haste: Haste) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isFree = state.withLock { state in
                if state.isTaken {
                    state.waiting[haste.rawValue].append(continuation)
                    return false
                }
                state.isTaken = true
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state in
            let next = state.next()
            state.isTaken = next != nil
            return next
        }
        next?.resume()
    }

    /// Lets those pass that are more urgent, in the middle of a visit; it goes on before others of its kind.
    func letPass(_ haste: Haste) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let next = state.withLock { state -> CheckedContinuation<Void, Never> in
                guard state.waiting[..<haste.rawValue].contains(where: { !$0.isEmpty }) else { return continuation }
                let next = state.next()
                state.waiting[haste.rawValue].insert(continuation, at: 0)
                return next ?? continuation
            }
            next.resume()
        }
    }
}
