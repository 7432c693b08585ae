import Logging
import ServiceLifecycle
import Testing
import WebSocket

/// A listener on a free port of the loopback, stopped gracefully when `body` returns.
func withListener<Result: Sendable>(
    _ configuration: ListenerConfiguration = .loopback(), clock: any Clock<Duration> = ContinuousClock(),
    admit: @escaping Listener.Admit = { .accept(subprotocol: $0.subprotocols.first) },
    serve: @escaping Listener.Serve = echo,
    body: @Sendable (_ port: Int, _ stop: @escaping @Sendable () async -> Void) async throws -> Result
) async throws -> Result {
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    let listener = Listener(
        configuration: configuration, clock: clock, logger: Logger(label: "test"), admit: admit, serve: serve,
        didBind: { bound.yield($0) })
    let services = ServiceGroup(services: [listener], logger: Logger(label: "test"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { bound.finish() }
            try await services.run()
        }
        var iterator = ports.makeAsyncIterator()
        let port = await iterator.next()
        if port == nil { try await group.waitForAll() }
        let result = try await body(try #require(port)) { await services.triggerGracefulShutdown() }
        await services.triggerGracefulShutdown()
        try await group.waitForAll()
        return result
    }
}

@Sendable func echo(_ connection: Connection, _ handshake: Handshake, _ subprotocol: String?) async {
    do {
        for try await text in connection.messages { try await connection.send(text) }
    } catch {}
}

extension ListenerConfiguration {
    static func loopback(
        maxMessageBytes: Int = 1024, pingInterval: Duration = .zero, maxConnections: Int = 10
    ) -> Self {
        Self(
            host: "127.0.0.1", port: 0, maxMessageBytes: maxMessageBytes, pingInterval: pingInterval,
            maxConnections: maxConnections)
    }
}
