import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct AbuseTests {
    private let clock = ManualClock()

    /// Connects and sees whether it is hung up on before it said anything.
    private func isTurnedAway(port: Int) async throws -> Bool {
        try await RawPeer.with(port: port) { peer in
            guard let head = try? await peer.shakeHands() else { return true }
            return head.isEmpty
        }
    }

    private func expectTurnedAway(
        _ expected: Bool, port: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let isAway = try await isTurnedAway(port: port)
        #expect(isAway == expected, sourceLocation: sourceLocation)
    }

    @Test func `a flood of one address does not disturb who is there`() async throws {
        let limits = ListenerLimits(connectionsPerAddress: 3, bans: nil, sparesLoopback: false)
        try await withWatchedListener(.loopback(limits: limits), clock: clock) { watched in
            try await RawPeer.with(port: watched.port) { first in
                _ = try await first.shakeHands()
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    let (gate, open) = AsyncStream.makeStream(of: Void.self)
                    for _ in 0..<2 {
                        group.addTask {
                            try await RawPeer.with(port: watched.port) { peer in
                                _ = try await peer.shakeHands()
                                for await _ in gate { break }
                                return false
                            }
                        }
                    }
                    try await watched.waits { $0.admitted == 3 }
                    for _ in 0..<20 { group.addTask { try await isTurnedAway(port: watched.port) } }
                    try await watched.waits { $0.refusedByAddressLimit == 20 }
                    try await first.send(frame(0x81, [0x41]))
                    #expect(try await first.readFrame()?.payload == [0x41])
                    open.finish()
                    let turnedAway = try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                    #expect(turnedAway == 20)
                }
            }
            try await watched.waits { $0.open == 0 }
            #expect(watched.statistics.accepted == 23)
            #expect(watched.log.lines == ["Connection turned away. its address has too many connections"])
            try await expectTurnedAway(false, port: watched.port)
        }
    }

    @Test func `who connects too often has to slow down`() async throws {
        let limits = ListenerLimits(
            arrivalsPerAddress: .init(perSecond: 1, burst: 2), bans: nil, sparesLoopback: false)
        try await withWatchedListener(.loopback(limits: limits), clock: clock) { watched in
            try await expectTurnedAway(false, port: watched.port)
            try await expectTurnedAway(false, port: watched.port)
            try await expectTurnedAway(true, port: watched.port)
            #expect(watched.statistics.refusedByRate == 1)
            clock.advance(by: .seconds(1))
            try await expectTurnedAway(false, port: watched.port)
        }
    }

    @Test func `a network that is not allowed is not listened to`() async throws {
        let elsewhere = try #require(Network("192.168.0.0/16"))
        try await withWatchedListener(.loopback(limits: .init(allowed: [elsewhere]))) { watched in
            try await expectTurnedAway(true, port: watched.port)
            #expect(watched.statistics.refusedByNetwork == 1)
        }
        let here = try #require(Network("127.0.0.0/8"))
        try await withListener(.loopback(limits: .init(allowed: [elsewhere, here]))) { port, _ in
            try await expectTurnedAway(false, port: port)
        }
    }

    private var strict: ListenerLimits {
        ListenerLimits(bans: .init(threshold: 3, shortest: .seconds(30)), sparesLoopback: false)
    }

    @Test func `wrong credentials end in a ban, and the ban ends`() async throws {
        let admit: Listener.Admit = { handshake in
            handshake.path == "/good"
                ? .accept(subprotocol: nil) : .refuse(status: 401, reason: "Who are you?", headers: [])
        }
        try await withWatchedListener(.loopback(limits: strict), clock: clock, admit: admit) { watched in
            try await RawPeer.with(port: watched.port) { good in
                _ = try await good.shakeHands(path: "/good")
                for _ in 0..<3 {
                    let head = try await RawPeer.with(port: watched.port) { try await $0.shakeHands() }
                    #expect(head.hasPrefix("HTTP/1.1 401 "))
                }
                try await expectTurnedAway(true, port: watched.port)
                #expect(watched.statistics.bans == 1)
                #expect(watched.statistics.bannedNow == 1)
                #expect(watched.statistics.refusedByBan == 1)
                // A ban keeps newcomers out; who was let in before stays.
                try await good.send(frame(0x81, [0x41]))
                #expect(try await good.readFrame()?.payload == [0x41])
            }
            clock.advance(by: .seconds(30))
            #expect(watched.statistics.bannedNow == 0)
            let head = try await RawPeer.with(port: watched.port) { try await $0.shakeHands(path: "/good") }
            #expect(head.hasPrefix("HTTP/1.1 101 "))
        }
    }

    @Test func `what the layer above reports counts, and can be pardoned`() async throws {
        try await withWatchedListener(.loopback(limits: strict), clock: clock) { watched in
            for _ in 0..<3 { watched.listener.report(.protocolViolation, of: "127.0.0.1") }
            try await expectTurnedAway(true, port: watched.port)
            watched.listener.pardon("127.0.0.1")
            try await expectTurnedAway(false, port: watched.port)
        }
    }

    @Test func `protocol violations and slow handshakes end in a ban`() async throws {
        try await withWatchedListener(.loopback(limits: strict), clock: clock) { watched in
            for _ in 0..<2 {
                try await RawPeer.with(port: watched.port) { peer in
                    _ = try await peer.shakeHands()
                    try await peer.send(frame(0x82, []))
                    #expect(try await peer.readCloseCode() == 1003)
                }
            }
            try await RawPeer.with(port: watched.port) { peer in
                try await watched.waits { $0.accepted == 3 }
                await clock.sleepers(1)
                clock.advance(by: .seconds(10))
                let byte = try? await peer.readByte()
                #expect(byte == nil)
            }
            try await watched.waits { $0.bannedNow == 1 }
            #expect(watched.statistics.violations == 2)
            #expect(watched.statistics.brokenHandshakes == 1)
        }
    }

    @Test(arguments: [[frame(0x89, [])], [frame(0x8A, [])], [frame(0x01, []), frame(0x00, [])]])
    func `a flood of frames that say nothing is closed`(frames: [[UInt8]]) async throws {
        let limits = ListenerLimits(controlFrames: .init(perSecond: 0, burst: 10))
        try await withListener(.loopback(limits: limits)) { port, _ in
            try await RawPeer.with(port: port) { peer in
                _ = try await peer.shakeHands()
                for count in 0..<11 { try await peer.send(frames[min(count, frames.count - 1)]) }
                var answer = try await peer.readFrame()
                while answer?.first == 0x8A { answer = try await peer.readFrame() }
                #expect(answer?.first == 0x88)
                #expect(answer?.payload.prefix(2) == [0x03, 0xF0])
            }
        }
    }

    @Test func `a flood of messages waits, and none is lost`() async throws {
        let limits = ListenerLimits(messages: .init(perSecond: 1000, burst: 5))
        try await withWatchedListener(.loopback(limits: limits)) { watched in
            try await RawPeer.with(port: watched.port) { peer in
                _ = try await peer.shakeHands()
                for number in 0..<60 { try await peer.send(frame(0x81, Array("\(number)".utf8))) }
                for number in 0..<60 {
                    #expect(try await peer.readFrame()?.payload == Array("\(number)".utf8))
                }
            }
            #expect(watched.statistics.pauses > 0)
            #expect(watched.statistics.violations == 0)
        }
    }
}
