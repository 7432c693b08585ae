import Synchronization

/// Tells whoever listens that there are new entries. Strokes that nobody has heard yet are one.
final class Bell: Sendable {
    private struct State {
        var nextID = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var isMuted = false
    }

    private let state = Mutex(State())

    /// One stream for each caller; it ends with the journal.
    func listen() -> AsyncStream<Void> {
        let (stream, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            if state.isMuted { return nil }
            state.nextID += 1
            state.listeners[state.nextID] = listener
            return state.nextID
        }
        guard let id else {
            listener.finish()
            return stream
        }
        listener.onTermination = { [weak self] _ in self?.forget(id) }
        return stream
    }

    func ring() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    func mute() {
        let listeners = state.withLock { state in
            state.isMuted = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    private func forget(_ id: Int) {
        state.withLock { $0.listeners[id] = nil }
    }
}
