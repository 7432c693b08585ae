import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct FrameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var code: UInt16
    }

    @Test(arguments: [
        Case(testDescription: "no mask", bytes: frame(0x81, [0x41], masked: false), code: 1002),
        Case(testDescription: "an extension", bytes: frame(0xC1, [0x41]), code: 1002),
        Case(testDescription: "an unknown opcode", bytes: frame(0x83, [0x41]), code: 1002),
        Case(testDescription: "a lone continuation", bytes: frame(0x80, [0x41]), code: 1002),
        Case(testDescription: "a message in a message", bytes: frame(0x01, [1]) + frame(0x81, [2]), code: 1002),
        Case(testDescription: "a ping in two parts", bytes: frame(0x09, []), code: 1002),
        Case(testDescription: "a huge ping", bytes: frame(0x89, Array(repeating: 0, count: 126)), code: 1002),
        Case(testDescription: "binary", bytes: frame(0x82, [1, 2, 3]), code: 1003),
        Case(testDescription: "no UTF-8", bytes: frame(0x81, [0xC3, 0x28]), code: 1007),
        Case(testDescription: "a surrogate", bytes: frame(0x81, [0xED, 0xA0, 0x80]), code: 1007),
        Case(testDescription: "too large", bytes: frame(0x81, Array(repeating: 0x41, count: 1025)), code: 1009),
        Case(
            testDescription: "too large in parts",
            bytes: frame(0x01, Array(repeating: 0x41, count: 800)) + frame(0x80, Array(repeating: 0x41, count: 800)),
            code: 1009),
        Case(testDescription: "a goodbye", bytes: frame(0x88, [0x03, 0xE9]), code: 1001),
        Case(testDescription: "a goodbye without a code", bytes: frame(0x88, []), code: 1000),
        Case(testDescription: "a goodbye with a code that is none", bytes: frame(0x88, [0x03, 0xED]), code: 1002),
    ])
    func `the connection is closed with the code that fits`(example: Case) async throws {
        try await withListener { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                try await peer.send(example.bytes)
                #expect(try await peer.readCloseCode() == example.code)
            }
        }
    }

    @Test func `the server learns what was wrong`() async throws {
        let (errors, caught) = AsyncStream.makeStream(of: ConnectionError?.self)
        let serve: Listener.Serve = { connection, _, _ in
            do {
                for try await _ in connection.messages {}
                caught.yield(nil)
            } catch {
                caught.yield(error as? ConnectionError)
            }
        }
        try await withListener(serve: serve) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                try await peer.send(frame(0x82, []))
                _ = try await peer.readCloseCode()
            }
        }
        var iterator = errors.makeAsyncIterator()
        guard case .violation(.unacceptableData, _)?? = await iterator.next() else {
            Issue.record("the violation was not told")
            return
        }
    }

    @Test func `a message in fragments arrives whole, with a ping answered between them`() async throws {
        try await withListener { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                let text = Array("Grüße".utf8)
                try await peer.send(frame(0x01, Array(text[..<3])))
                try await peer.send(frame(0x89, [7]))
                let pong = try await peer.readFrame()
                #expect(pong?.first == 0x8A)
                #expect(pong?.payload == [7])
                try await peer.send(frame(0x00, []) + frame(0x80, Array(text[3...])))
                #expect(try await peer.readFrame()?.payload == text)
            }
        }
    }

    @Test func `the largest message is taken, byte by byte`() async throws {
        let serve: Listener.Serve = { connection, _, _ in
            guard let text = try? await connection.messages.first(where: { _ in true }) else { return }
            try? await connection.send("\(text.utf8.count)")
        }
        try await withListener(serve: serve) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                for byte in frame(0x81, Array(repeating: 0x41, count: 1024)) { try await peer.send([byte]) }
                #expect(try await peer.readFrame()?.payload == Array("1024".utf8))
            }
        }
    }

    @Test func `an empty message is a message`() async throws {
        try await withListener { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                try await peer.send(frame(0x81, []))
                #expect(try await peer.readFrame()?.payload == [])
            }
        }
    }
}
