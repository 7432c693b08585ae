import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct DialerTests {
    @Test func `nobody there is said as such`() async throws {
        let port = try await withListener { port, _ in port }
        await #expect {
            try await Dialer(clock: ContinuousClock()).connect(url: "ws://127.0.0.1:\(port)/") { _ in }
        } throws: { error in
            error as? DialError == .unreachable("connection refused")
        }
    }

    @Test func `a name that nobody has is said as such`() async throws {
        await #expect {
            try await Dialer(clock: ContinuousClock()).connect(url: "ws://nobody.invalid/") { _ in }
        } throws: { error in
            error as? DialError == .unreachable("there is no host nobody.invalid")
        }
    }

    @Test(arguments: [
        "127.0.0.1:9000", "http://box/", "wss://", "ws://", "ws://:80/", "ws://box:0/", "ws://box:99999/",
        "ws://user@box/", "ws://box/a b", "ws://box/\r\nX: y", "ws://[::1/",
    ])
    func `a URL that cannot be used is refused`(url: String) async throws {
        await #expect {
            try await Dialer(clock: ContinuousClock()).connect(url: url) { _ in }
        } throws: { error in
            guard case .badURL = error as? DialError else { return false }
            return true
        }
    }

    @Test func `a server that never answers is not waited for`() async throws {
        let clock = ManualClock()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        async let dial: Void = Dialer(clock: clock).connect(url: "ws://127.0.0.1:\(port)/") { _ in }
        await clock.sleepers(1)
        clock.advance(by: .seconds(10))
        do {
            try await dial
            Issue.record("the silence went unnoticed")
        } catch {
            #expect(error as? DialError == .unreachable("no answer in time"))
        }
        try await server.close()
    }

    @Test func `the messages end when the server stops`() async throws {
        try await withListener { port, stop in
            try await Dialer(clock: ContinuousClock()).connect(url: "ws://127.0.0.1:\(port)/") { connection in
                try await connection.send("one")
                for try await text in connection.messages {
                    #expect(text == "one")
                    await stop()
                }
                await #expect(throws: (any Error).self) { try await connection.send("two") }
            }
        }
    }

    @Test func `hanging up ends the server's messages`() async throws {
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let serve: Listener.Serve = { connection, handshake, subprotocol in
            await echo(connection, handshake, subprotocol)
            ended.yield()
        }
        try await withListener(serve: serve) { port, _ in
            try await Dialer(clock: ContinuousClock()).connect(url: "ws://127.0.0.1:\(port)/") { connection in
                try await connection.send("one")
                connection.abort()
                for await _ in ends { break }
            }
        }
    }

    @Test func `a server that answers no ping is given up`() async throws {
        let clock = ManualClock()
        let server = try await deafServer()
        let port = try #require(server.localAddress?.port)
        let dialer = Dialer(clock: clock, pingInterval: .seconds(30))
        let (ready, upgraded) = AsyncStream.makeStream(of: Void.self)
        async let talk: Void = dialer.connect(url: "ws://127.0.0.1:\(port)/") { connection in
            upgraded.yield()
            for try await _ in connection.messages {}
        }
        for await _ in ready { break }
        for _ in 0..<3 {
            await clock.sleepers(1)
            clock.advance(by: .seconds(30))
        }
        do {
            try await talk
            Issue.record("the silence went unnoticed")
        } catch {
            #expect(error as? ConnectionError == .silent)
        }
        try await server.close()
    }

    /// A server that upgrades by the book and then reads nothing any more.
    private func deafServer() async throws -> any Channel {
        let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.setOption(.autoRead, value: false) })
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    _ = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                        configuration: .init(
                            upgradeConfiguration: .init(
                                upgraders: [upgrader],
                                notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededVoidFuture() })))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }
}
