import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct KeepAliveTests {
    private let clock = ManualClock()

    @Test func `a client that answers no ping is given up after two intervals`() async throws {
        let (errors, caught) = AsyncStream.makeStream(of: ConnectionError?.self)
        let serve: Listener.Serve = { connection, _, _ in
            do {
                for try await text in connection.messages { try await connection.send(text) }
            } catch {
                caught.yield(error as? ConnectionError)
            }
        }
        try await withListener(.loopback(pingInterval: .seconds(30)), clock: clock, serve: serve) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                // Heard once, so that the first interval counts as lively.
                try await peer.send(frame(0x81, [0x41]))
                #expect(try await peer.readFrame()?.first == 0x81)
                for _ in 0..<2 {
                    await clock.sleepers(1)
                    clock.advance(by: .seconds(30))
                    #expect(try await peer.readFrame()?.first == 0x89)
                }
                await clock.sleepers(1)
                clock.advance(by: .seconds(30))
                #expect(try await peer.readFrame() == nil)
            }
        }
        var iterator = errors.makeAsyncIterator()
        #expect(await iterator.next() == .silent)
    }

    @Test func `a client that answers pings stays`() async throws {
        try await withListener(.loopback(pingInterval: .seconds(30)), clock: clock) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                // Served, so it is on the roster of those who are pinged.
                try await peer.send(frame(0x81, [0x41]))
                _ = try await peer.readFrame()
                for _ in 0..<6 {
                    await clock.sleepers(1)
                    clock.advance(by: .seconds(30))
                    #expect(try await peer.readFrame()?.first == 0x89)
                    try await peer.send(frame(0x8A, []))
                    // Its answer tells that the pong was read.
                    try await peer.send(frame(0x81, [0x41]))
                    #expect(try await peer.readFrame()?.first == 0x81)
                }
            }
        }
    }

    @Test func `a client is not given up while its server is too busy to read`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let serve: Listener.Serve = { connection, _, _ in
            try? await connection.send("ready")
            for await _ in gate { break }
            _ = try? await connection.messages.first { $0 == "end" }
        }
        try await withListener(.loopback(pingInterval: .seconds(30)), clock: clock, serve: serve) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                _ = try await peer.readFrame()
                // More messages than wait for a server that does not take them; the pong tells they were read.
                try await peer.send(Array(repeatElement(frame(0x81, [0x41]), count: 10).joined()) + frame(0x89, []))
                #expect(try await peer.readFrame()?.first == 0x8A)
                for _ in 0..<4 {
                    await clock.sleepers(1)
                    clock.advance(by: .seconds(30))
                    #expect(try await peer.readFrame()?.first == 0x89)
                }
                open.finish()
                try await peer.send(frame(0x81, Array("end".utf8)))
                #expect(try await peer.readCloseCode() == 1000)
            }
        }
    }
}
