import NIOCore
import Testing

@testable import WebSocket

@Suite(.timeLimit(.minutes(1))) struct DeflateTests {
    private static let frugal = DeflateConfiguration.standard
    private static let keeping = DeflateConfiguration(minimumBytes: 1, keepsContext: true)

    struct Offer: Sendable, CustomTestStringConvertible {
        var offer: String
        var answer: String?
        var configuration = keeping
        var testDescription: String { offer }
    }

    @Test(arguments: [
        Offer(offer: "permessage-deflate", answer: "permessage-deflate; client_no_context_takeover"),
        Offer(
            offer: "permessage-deflate; client_max_window_bits",
            answer: "permessage-deflate; client_max_window_bits=10"),
        Offer(
            offer: "permessage-deflate; client_max_window_bits=9; server_max_window_bits=12",
            answer: "permessage-deflate; server_max_window_bits=10; client_max_window_bits=9"),
        Offer(
            offer: "permessage-deflate;server_no_context_takeover ; client_no_context_takeover",
            answer: "permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
        Offer(
            offer: "permessage-deflate; server_max_window_bits=\"9\"",
            answer: "permessage-deflate; client_no_context_takeover; server_max_window_bits=9"),
        Offer(
            offer: "x-unknown, permessage-deflate; server_max_window_bits=8, permessage-deflate",
            answer: "permessage-deflate; client_no_context_takeover"),
        Offer(
            offer: "permessage-deflate",
            answer: "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
            configuration: frugal),
        Offer(offer: "permessage-deflate; server_max_window_bits", answer: nil),
        Offer(offer: "permessage-deflate; server_max_window_bits=16", answer: nil),
        Offer(offer: "permessage-deflate; client_max_window_bits=010", answer: nil),
        Offer(offer: "permessage-deflate; client_max_window_bits=7", answer: nil),
        Offer(offer: "permessage-deflate; server_no_context_takeover=1", answer: nil),
        Offer(offer: "permessage-deflate; server_no_context_takeover; server_no_context_takeover", answer: nil),
        Offer(offer: "permessage-deflate; level=9", answer: nil),
        Offer(offer: "permessage-deflate;", answer: nil),
        Offer(offer: "x-webkit-deflate-frame", answer: nil),
        Offer(offer: ";;,,=", answer: nil),
    ])
    func `an offer is answered or declined, and the connection comes about`(offer: Offer) async throws {
        try await withListener(.loopback(deflate: offer.configuration)) { port, _ in
            try await RawPeer.with(port: port) { peer in
                let head = try await peer.shakeHands(offering: offer.offer)
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                let line = head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Extensions: ") }
                #expect(line.map { String($0.dropFirst(26)) } == offer.answer)
            }
        }
    }

    @Test func `who does not want compression declines it`() async throws {
        try await withListener(.loopback(deflate: nil)) { port, _ in
            try await RawPeer.with(port: port) { peer in
                let head = try await peer.shakeHands(offering: "permessage-deflate")
                #expect(!head.contains("Sec-WebSocket-Extensions"))
            }
            let dialer = Dialer(clock: ContinuousClock(), deflate: .standard)
            #expect(try await dialer.talk(port: port, ["plain"]) == ["plain"])
        }
    }

    /// The examples of RFC 7692, section 7.2.3.
    @Test func `the standard's own examples are read`() async throws {
        try await withListener(.loopback(deflate: Self.keeping)) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands(
                    offering: "permessage-deflate; server_no_context_takeover; client_max_window_bits")
                let examples: [[UInt8]] = [
                    frame(0xC1, [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]),
                    frame(0x41, [0xF2, 0x48, 0xCD]) + frame(0x80, [0xC9, 0xC9, 0x07, 0x00]),
                    // The window of the messages before it is in use here.
                    frame(0xC1, [0xF2, 0x00, 0x11, 0x00, 0x00]),
                    frame(0xC1, [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]),
                    frame(0xC1, [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]),
                    frame(0xC1, [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]),
                    frame(0x81, Array("Hello".utf8)),
                ]
                for example in examples {
                    try await peer.send(example)
                    let answer = try #require(try await peer.readFrame())
                    #expect(try text(of: answer) == "Hello")
                }
                // The empty message.
                try await peer.send(frame(0xC1, [0x00]))
                #expect(try await peer.readFrame()?.payload == [])
            }
        }
    }

    private func text(of frame: (first: UInt8, payload: [UInt8])) throws -> String {
        guard frame.first & 0x40 != 0 else { return String(decoding: frame.payload, as: UTF8.self) }
        let inflater = try Inflater(windowBits: 15)
        let bytes = try inflater.inflate(
            ByteBuffer(bytes: frame.payload), maxBytes: 100, allocator: ByteBufferAllocator())
        return String(buffer: bytes)
    }

    /// Characters without a pattern.
    private static func text(of count: Int, seed: Int) -> String {
        var state = UInt64(seed)
        var bytes: [UInt8] = []
        for _ in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(0x20 + UInt8((state >> 33) % 95))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    struct Terms: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var server: DeflateConfiguration
        var client: DeflateConfiguration
    }

    @Test(arguments: [
        Terms(testDescription: "context on both sides", server: keeping, client: keeping),
        Terms(testDescription: "no context", server: frugal, client: frugal),
        Terms(testDescription: "only the client keeps", server: frugal, client: keeping),
        Terms(testDescription: "only the server keeps", server: keeping, client: frugal),
        Terms(
            testDescription: "large windows", server: .init(windowBits: 15, memoryLevel: 9, keepsContext: true),
            client: .init(windowBits: 9, keepsContext: true)),
    ])
    func `messages of all sizes come back the same`(terms: Terms) async throws {
        let messages = (0..<30).map { Self.text(of: $0 * 331, seed: $0) }
        try await withListener(.loopback(maxMessageBytes: 16 * 1024, deflate: terms.server)) { port, _ in
            let dialer = Dialer(clock: ContinuousClock(), deflate: terms.client)
            let answers = try await dialer.talk(port: port, messages)
            #expect(answers == messages)
        }
    }

    @Test func `what was said before makes the next message short`() async throws {
        let message = String(repeating: "[2,\"4711\",\"StatusNotification\",{\"connectorId\":1}]", count: 6)
        try await withListener(.loopback(deflate: .init(keepsContext: true))) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands(offering: "permessage-deflate")
                var sizes: [Int] = []
                for _ in 0..<2 {
                    try await peer.send(frame(0x81, Array(message.utf8)))
                    let answer = try #require(try await peer.readFrame())
                    #expect(answer.first == 0xC1)
                    sizes.append(answer.payload.count)
                }
                #expect(sizes[0] < 100 && sizes[1] < 20, "\(sizes)")
                // A short one is not worth it.
                try await peer.send(frame(0x81, Array("short".utf8)))
                #expect(try await peer.readFrame()?.first == 0x81)
            }
        }
    }

    @Test func `what does not shrink is sent as it is, and the largest message still fits`() async throws {
        let noise = Self.text(of: 1024, seed: 7)
        try await withListener { port, _ in
            let dialer = Dialer(clock: ContinuousClock(), maxMessageBytes: 1024, deflate: Self.keeping)
            let answers = try await dialer.talk(port: port, [noise, noise])
            #expect(answers == [noise, noise])
        }
    }

    @Test func `a bomb is not unpacked`() async throws {
        guard let deflater = Deflater(windowBits: 15, memoryLevel: 9) else {
            Issue.record("there is no memory")
            return
        }
        let bomb = deflater.deflate(ByteBuffer(repeating: 0x41, count: 900_000), allocator: ByteBufferAllocator())
        #expect(bomb.readableBytes < 1100)
        let inflater = try Inflater(windowBits: 15)
        #expect(throws: Inflater.Failure.tooBig) {
            try inflater.inflate(bomb, maxBytes: 1024, allocator: ByteBufferAllocator())
        }
        try await withListener { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands(offering: "permessage-deflate")
                try await peer.send(frame(0xC1, Array(bomb.readableBytesView)))
                #expect(try await peer.readCloseCode() == 1009)
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var code: UInt16
    }

    @Test(arguments: [
        Case(testDescription: "no deflate data", bytes: frame(0xC1, [0xFF, 0xFF, 0xFF]), code: 1007),
        Case(testDescription: "cut off", bytes: frame(0xC1, [0xF2, 0x48, 0xCD]), code: 1007),
        Case(
            testDescription: "a window never sent", bytes: frame(0xC1, [0xF2, 0x00, 0x11, 0x00, 0x00]), code: 1007),
        Case(
            testDescription: "no UTF-8 inside",
            bytes: frame(0xC1, [0x00, 0x02, 0x00, 0xFD, 0xFF, 0xC3, 0x28, 0x00]), code: 1007),
        Case(
            testDescription: "marked again on a continuation",
            bytes: frame(0x41, [0xF2, 0x48]) + frame(0xC0, [0xCD, 0xC9, 0xC9, 0x07, 0x00]), code: 1002),
        Case(testDescription: "a compressed ping", bytes: frame(0xC9, [0x00]), code: 1002),
        Case(testDescription: "the second reserved bit", bytes: frame(0xA1, [0x41]), code: 1002),
        Case(testDescription: "the third reserved bit as well", bytes: frame(0xD1, [0x00]), code: 1002),
        Case(testDescription: "compressed binary", bytes: frame(0xC2, [0x00]), code: 1003),
        Case(
            testDescription: "too large uncompressed", bytes: frame(0x81, Array(repeating: 0x41, count: 1025)),
            code: 1009),
    ])
    func `bad compression closes with the code that fits`(example: Case) async throws {
        try await withListener { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands(offering: "permessage-deflate")
                try await peer.send(example.bytes)
                #expect(try await peer.readCloseCode() == example.code)
            }
        }
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        var answer: String
        var isAccepted: Bool
        var testDescription: String { answer }
    }

    @Test(arguments: [
        Answer(answer: "permessage-deflate", isAccepted: true),
        Answer(answer: "permessage-deflate; client_max_window_bits=12; server_max_window_bits=9", isAccepted: true),
        Answer(answer: "", isAccepted: true),
        Answer(answer: "permessage-deflate; client_max_window_bits", isAccepted: false),
        Answer(answer: "permessage-deflate, permessage-deflate", isAccepted: false),
        Answer(answer: "x-other", isAccepted: false),
    ])
    func `a server may only take what was offered`(answer: Answer) {
        let headers = ExtensionHeader.parse([answer.answer])
        #expect((DeflateTerms.answered(headers, offered: Self.keeping) != nil) == answer.isAccepted)
        // Without an offer, only silence is an answer.
        #expect((DeflateTerms.answered(headers, offered: nil) != nil) == headers.isEmpty)
    }
}

extension Dialer {
    /// Sends each message and collects what came back.
    fileprivate func talk(port: Int, _ messages: [String]) async throws -> [String] {
        try await connect(url: "ws://127.0.0.1:\(port)/") { connection in
            var answers: [String] = []
            var iterator = connection.messages.makeAsyncIterator()
            for message in messages {
                try await connection.send(message)
                answers.append(try #require(try await iterator.next()))
            }
            return answers
        }
    }
}

extension RawPeer {
    fileprivate mutating func shakeHands(offering offer: String) async throws -> String {
        try await shakeHands(lines: ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Extensions: \(offer)"])
    }
}
