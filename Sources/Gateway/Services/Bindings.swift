import Synchronization

/// The ports the listeners were given, which are known only once they are bound.
package final class Bindings: Sendable {
    package struct Ports: Hashable, Codable, Sendable {
        package var stations: Int?
        /// `nil` while unbound, and for ever where the page is off.
        package var console: Int?
        /// Of the further listeners for stations, in the order of the configuration; `nil` where there are none.
        package var furtherStations: [Int?]?
    }

    private struct State {
        var ports = Ports()
        var isSocketBound = false
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    }

    private let state = Mutex(State())
    private let hasPage: Bool

    package init(hasPage: Bool, furtherListeners: Int = 0) {
        self.hasPage = hasPage
        guard furtherListeners > 0 else { return }
        state.withLock { $0.ports.furtherStations = Array(repeating: nil, count: furtherListeners) }
    }

    package var ports: Ports { state.withLock { $0.ports } }

    package func boundStations(_ port: Int) { change { $0.ports.stations = port } }
    package func boundFurtherStations(_ index: Int, _ port: Int) { change { $0.ports.furtherStations?[index] = port } }
    package func boundConsole(_ port: Int) { change { $0.ports.console = port } }
    package func boundSocket() { change { $0.isSocketBound = true } }

    /// Returns once everything that will ever be bound is; throws when the task is cancelled before, as all are when a
    /// listener cannot be bound.
    package func complete() async throws(CancellationError) {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        do {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { wait($0, id) }
            } onCancel: {
                state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(throwing: CancellationError())
            }
        } catch {
            throw CancellationError()
        }
    }

    private func wait(_ continuation: CheckedContinuation<Void, any Error>, _ id: Int) {
        let answer = state.withLock { state -> Result<Void, any Error>? in
            if isComplete(state) { return .success(()) }
            // Asked under the lock, so that a cancellation comes either before this or finds the continuation.
            if Task.isCancelled { return .failure(CancellationError()) }
            state.waiting[id] = continuation
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func change(_ body: (inout State) -> Void) {
        let served = state.withLock { state in
            body(&state)
            guard isComplete(state) else { return [Int: CheckedContinuation<Void, any Error>]() }
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in served.values { continuation.resume() }
    }

    private func isComplete(_ state: State) -> Bool {
        state.ports.stations != nil && !(state.ports.furtherStations?.contains(nil) ?? false) && state.isSocketBound
            && (state.ports.console != nil || !hasPage)
    }
}
