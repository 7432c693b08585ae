import Synchronization

/// The ports the listeners were given, which are known only once they are bound.
package final class Bindings: Sendable {
    package struct Ports: Hashable, Codable, Sendable {
        package var stations: Int?
        /// `nil` while unbound, and for ever where the page is off.
        package var console: Int?
    }

    private struct State {
        var ports = Ports()
        var isSocketBound = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let hasPage: Bool

    package init(hasPage: Bool) { self.hasPage = hasPage }

    package var ports: Ports { state.withLock { $0.ports } }

    package func boundStations(_ port: Int) { change { $0.ports.stations = port } }
    package func boundConsole(_ port: Int) { change { $0.ports.console = port } }
    package func boundSocket() { change { $0.isSocketBound = true } }

    /// Returns once everything that will ever be bound is.
    package func complete() async {
        await withCheckedContinuation { continuation in
            let isBound = state.withLock { state -> Bool in
                if isComplete(state) { return true }
                state.waiting.append(continuation)
                return false
            }
            if isBound { continuation.resume() }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let served = state.withLock { state in
            body(&state)
            guard isComplete(state) else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in served { continuation.resume() }
    }

    private func isComplete(_ state: State) -> Bool {
        state.ports.stations != nil && state.isSocketBound && (state.ports.console != nil || !hasPage)
    }
}
