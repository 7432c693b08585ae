import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
    @Test func `a message comes back, and the sub-protocol with the handshake`() async throws {
        try await withListener { port, _ in
            let dialer = Dialer(clock: ContinuousClock())
            let answer = try await dialer.connect(
                url: "ws://127.0.0.1:\(port)/ocpp/CP1", subprotocols: ["ocpp1.6", "ocpp1.5"]
            ) { connection in
                #expect(connection.subprotocol == "ocpp1.6")
                try await connection.send("Grüße")
                return try await connection.messages.first { _ in true }
            }
            #expect(answer == "Grüße")
        }
    }

    @Test func `the handshake is told as it was sent`() async throws {
        let (handshakes, told) = AsyncStream.makeStream(of: Handshake.self)
        let admit: Listener.Admit = { handshake in
            told.yield(handshake)
            return .accept(subprotocol: nil)
        }
        try await withListener(admit: admit) { port, _ in
            try await Dialer(clock: ContinuousClock()).connect(
                url: "ws://127.0.0.1:\(port)//ocpp/CP%2F1/?x=1", subprotocols: ["ocpp1.6"],
                headers: [("Authorization", "Basic Q1A6eA=="), ("User-Agent", "box/1")]
            ) { #expect($0.subprotocol == nil) }
        }
        var iterator = handshakes.makeAsyncIterator()
        let handshake = try #require(await iterator.next())
        #expect(handshake.path == "//ocpp/CP%2F1/")
        #expect(handshake.subprotocols == ["ocpp1.6"])
        #expect(handshake.authorization == "Basic Q1A6eA==")
        #expect(handshake.remoteAddress == "127.0.0.1")
        #expect(handshake.userAgent == "box/1")
    }

    @Test func `a refusal is an HTTP answer with its headers`() async throws {
        let admit: Listener.Admit = { _ in
            .refuse(status: 401, reason: "Who are you?", headers: [("WWW-Authenticate", "Basic realm=\"ocpp\"")])
        }
        try await withListener(admit: admit) { port, _ in
            try await RawPeer.with(port: port) { peer in
                let head = try await peer.shakeHands()
                #expect(head.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
                #expect(head.contains("WWW-Authenticate: Basic realm=\"ocpp\"\r\n"))
            }
            await #expect(throws: DialError.refused(status: 401, reason: "Unauthorized")) {
                try await Dialer(clock: ContinuousClock()).connect(url: "ws://127.0.0.1:\(port)/") { _ in }
            }
        }
    }

    @Test(arguments: [
        ["Connection: keep-alive", "Upgrade: websocket"],
        ["Connection: keep-alive, Upgrade", "Upgrade: WebSocket"],
        ["Upgrade: websocket"],
    ])
    func `an odd Connection header does no harm`(lines: [String]) async throws {
        try await withListener { port, _ in
            try await RawPeer.with(port: port) { peer in
                let head = try await peer.shakeHands(lines: lines)
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                try await peer.send(frame(0x81, Array("hi".utf8)))
                #expect(try await peer.readFrame()?.payload == Array("hi".utf8))
            }
        }
    }

    struct Stranger: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var request: String
        var answer: String
    }

    @Test(arguments: [
        Stranger(testDescription: "a browser", request: "GET / HTTP/1.1\r\nHost: box\r\n\r\n", answer: "HTTP/1.1 426"),
        Stranger(
            testDescription: "a form", request: "POST / HTTP/1.1\r\nHost: box\r\nContent-Length: 0\r\n\r\n",
            answer: "HTTP/1.1 405"),
        Stranger(
            testDescription: "an old version",
            request: "GET / HTTP/1.1\r\nHost: box\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n\r\n",
            answer: "HTTP/1.1 426"),
        Stranger(testDescription: "another protocol", request: "SSH-2.0-OpenSSH\r\n\r\n", answer: "HTTP/1.1 400"),
    ])
    func `who does not speak WebSocket is told so`(stranger: Stranger) async throws {
        try await withListener { port, _ in
            try await RawPeer.with(port: port) { peer in
                try await peer.send(stranger.request)
                let head = try await peer.readHead()
                #expect(head.hasPrefix(stranger.answer))
            }
        }
    }

    @Test func `more sockets than allowed are closed at once`() async throws {
        try await withListener(.loopback(maxConnections: 1)) { port, _ in
            try await RawPeer.with(port: port) { first in
                _ = try await first.shakeHands()
                try await RawPeer.with(port: port) { second in
                    let byte = try? await second.readByte()
                    #expect(byte == nil)
                }
                try await first.send(frame(0x81, [0x41]))
                #expect(try await first.readFrame()?.payload == [0x41])
            }
        }
    }

    @Test func `who says nothing in time is hung up on`() async throws {
        let clock = ManualClock()
        try await withListener(clock: clock) { port, _ in
            try await RawPeer.with(port: port) { peer in
                await clock.sleepers(1)
                clock.advance(by: .seconds(10))
                let byte = try await peer.readByte()
                #expect(byte == nil)
            }
        }
    }

    /// As libocpp ends it, and every station that loses its power.
    @Test func `a connection that ends without a close frame is over`() async throws {
        try await withWatchedListener { watched in
            try await RawPeer.with(port: watched.port) { peer in
                _ = try await peer.shakeHands()
                try await watched.waits { $0.open == 1 }
            }
            try await watched.waits { $0.open == 0 }
        }
    }

    @Test func `the connection closes when its server is done`() async throws {
        let serve: Listener.Serve = { connection, _, _ in try? await connection.send("bye") }
        try await withListener(serve: serve) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                #expect(try await peer.readFrame()?.payload == Array("bye".utf8))
                #expect(try await peer.readCloseCode() == 1000)
            }
        }
    }

    @Test func `stopping tells everyone and does not wait for the deaf`() async throws {
        let started = ContinuousClock.now
        try await withListener { port, stop in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                try await peer.send(frame(0x81, [0x41]))
                _ = try await peer.readFrame()
                await stop()
                #expect(try await peer.readCloseCode() == 1001)
                // The close is never answered, and yet the socket goes.
                #expect(try await peer.readFrame() == nil)
            }
        }
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test func `a taken port is explained`() async throws {
        try await withListener { port, _ in
            let second = ListenerConfiguration(host: "127.0.0.1", port: port)
            await #expect(throws: ListenerError.self) {
                try await withListener(second) { _, _ in }
            }
        }
    }
}
