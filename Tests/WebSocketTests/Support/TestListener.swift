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
    try await withWatchedListener(configuration, clock: clock, admit: admit, serve: serve) { watched in
        try await body(watched.port, watched.stop)
    }
}

/// A listener together with what it counts and logs.
struct WatchedListener: Sendable {
    var port: Int
    var listener: Listener
    var log: LogRecord
    var stop: @Sendable () async -> Void

    var statistics: ListenerStatistics { listener.statistics }

    /// Returns once the statistics are as wished; the suite's time limit is the other way out.
    func waits(until isReached: (ListenerStatistics) -> Bool) async throws {
        while !isReached(statistics) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

func withWatchedListener<Result: Sendable>(
    _ configuration: ListenerConfiguration = .loopback(), clock: any Clock<Duration> = ContinuousClock(),
    admit: @escaping Listener.Admit = { .accept(subprotocol: $0.subprotocols.first) },
    serve: @escaping Listener.Serve = echo,
    body: @Sendable (WatchedListener) async throws -> Result
) async throws -> Result {
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    let log = LogRecord()
    let listener = Listener(
        configuration: configuration, clock: clock, logger: Logger(label: "test") { _ in log }, admit: admit,
        serve: serve, didBind: { bound.yield($0) })
    let services = ServiceGroup(services: [listener], logger: Logger(label: "test"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { bound.finish() }
            try await services.run()
        }
        var iterator = ports.makeAsyncIterator()
        let port = await iterator.next()
        if port == nil { try await group.waitForAll() }
        let watched = WatchedListener(port: try #require(port), listener: listener, log: log) {
            await services.triggerGracefulShutdown()
        }
        let result = try await body(watched)
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
        maxMessageBytes: Int = 1024, pingInterval: Duration = .zero, maxConnections: Int = 10,
        tls: TLSMaterial? = nil, deflate: DeflateConfiguration? = .standard, limits: ListenerLimits = ListenerLimits()
    ) -> Self {
        Self(
            host: "127.0.0.1", port: 0, maxMessageBytes: maxMessageBytes, pingInterval: pingInterval,
            maxConnections: maxConnections, tls: tls, deflate: deflate, limits: limits)
    }
}
