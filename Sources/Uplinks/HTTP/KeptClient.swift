import AsyncHTTPClient
import Synchronization

/// Keeps a connection for a moment after a request, for a receiver that gets one after the other.
///
/// No longer: servers close quiet connections when they like, and a request that meets a closed one is lost.
final class KeptClient: Sendable {
    private struct State {
        var client: HTTPClient?
        /// Counts what was kept, so that nobody closes what came later.
        var number = 0
    }

    private let span: Duration
    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    init(for span: Duration, clock: any Clock<Duration>) {
        self.span = span
        self.clock = clock
    }

    /// What was used last, if that was just now. Whoever takes it gives it back or shuts it down.
    func take() -> HTTPClient? { state.withLock { $0.client.take() } }

    func keep(_ client: HTTPClient) {
        let (former, number) = state.withLock { state in
            let former = state.client
            state.client = client
            state.number += 1
            return (former, state.number)
        }
        Task {
            try? await former?.shutdown()
            try? await clock.sleep(for: span, tolerance: span)
            try? await self.leave(number)?.shutdown()
        }
    }

    private func leave(_ number: Int) -> HTTPClient? {
        state.withLock { state in state.number == number ? state.client.take() : nil }
    }
}
