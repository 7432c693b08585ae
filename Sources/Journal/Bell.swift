import Charging
import Synchronization

/// Tells whoever listens that there are new entries. Strokes that nobody has heard yet are one.
///
/// Who listens for some subjects is found through them, so that a commit costs what it is about, and not one step for
/// each of the hundreds who listen.
final class Bell: Sendable {
    private typealias Listeners = [Int: AsyncStream<Void>.Continuation]

    private struct State {
        var nextID = 0
        /// Those who want to hear of everything.
        var ofAll: Listeners = [:]
        var bySubject: [Subject: Listeners] = [:]
        var isMuted = false

        /// Some more than once, who listen for several subjects.
        var all: [AsyncStream<Void>.Continuation] { Array(ofAll.values) + bySubject.values.flatMap(\.values) }
    }

    private let state = Mutex(State())

    /// One stream for each caller; it ends with the journal. With subjects it tells only of entries about one of them.
    func listen(for subjects: Set<Subject>? = nil) -> AsyncStream<Void> {
        let (stream, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            if state.isMuted { return nil }
            state.nextID += 1
            if let subjects {
                for subject in subjects { state.bySubject[subject, default: [:]][state.nextID] = listener }
            } else {
                state.ofAll[state.nextID] = listener
            }
            return state.nextID
        }
        guard let id else {
            listener.finish()
            return stream
        }
        listener.onTermination = { [weak self] _ in self?.forget(id, subjects) }
        return stream
    }

    var listenerCount: Int {
        state.withLock { $0.ofAll.count + Set($0.bySubject.values.flatMap(\.keys)).count }
    }

    /// There are new entries about these subjects.
    func ring(about subjects: some Sequence<Subject>) {
        let listeners = state.withLock { state in
            Array(state.ofAll.values) + subjects.flatMap { state.bySubject[$0]?.values.map { $0 } ?? [] }
        }
        for listener in listeners { listener.yield() }
    }

    /// Everyone shall look.
    func ringAll() {
        for listener in state.withLock({ $0.all }) { listener.yield() }
    }

    func mute() {
        let listeners = state.withLock { state in
            state.isMuted = true
            return state.all
        }
        for listener in listeners { listener.finish() }
    }

    private func forget(_ id: Int, _ subjects: Set<Subject>?) {
        state.withLock { state in
            guard let subjects else { return state.ofAll[id] = nil }
            for subject in subjects {
                state.bySubject[subject]?[id] = nil
                if state.bySubject[subject]?.isEmpty == true { state.bySubject[subject] = nil }
            }
        }
    }
}
