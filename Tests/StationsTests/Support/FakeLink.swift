import Stations
import Synchronization
import WebSocket

/// The station's end of a connection without a socket.
final class FakeLink: TextLink {
    private struct State {
        var sent: [String] = []
        var closed: CloseCode?
        var beforeSending: (@Sendable () async -> Void)?
    }

    private let state = Mutex(State())
    private let texts: AsyncStream<String>
    private let text: AsyncStream<String>.Continuation
    /// What the station says; finish it to hang up.
    let messages: AsyncThrowingStream<String, any Error>
    let station: AsyncThrowingStream<String, any Error>.Continuation

    init() {
        (texts, text) = AsyncStream.makeStream()
        (messages, station) = AsyncThrowingStream.makeStream()
    }

    /// Everything sent to the station so far.
    var sent: [String] { state.withLock { $0.sent } }
    var closed: CloseCode? { state.withLock { $0.closed } }

    /// The next text that was sent to the station, in order; for one reader.
    func next() async -> String {
        var iterator = texts.makeAsyncIterator()
        return await iterator.next() ?? "(closed)"
    }

    /// Runs once, at the moment before the next text leaves.
    func beforeSending(_ action: @escaping @Sendable () async -> Void) {
        state.withLock { $0.beforeSending = action }
    }

    func send(_ text: String) async throws {
        let action = state.withLock { state in
            defer { state.beforeSending = nil }
            return state.beforeSending
        }
        await action?()
        state.withLock { $0.sent.append(text) }
        self.text.yield(text)
    }

    func close(_ code: CloseCode, reason: String) {
        state.withLock { $0.closed = code }
        text.finish()
        station.finish()
    }
}
