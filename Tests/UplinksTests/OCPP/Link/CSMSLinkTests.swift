import Charging
import OCPP
import OCPP16
import Simulator
import Testing
import WebSocket

@testable import Uplinks

/// From the first attempt to a CSMS that listens, and what becomes of it.
@Suite(.timeLimit(.minutes(1))) struct CSMSLinkTests {
    private typealias Setup = LinkSite.Setup

    static let greeting16 = [
        "open ocpp1.6", "BootNotification", "StatusNotification", "StatusNotification", "StatusNotification",
    ]

    @Test func `a station boots, tells how its connectors stand, and is online`() async throws {
        try await LinkSite.with { site in
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
            let online = try #require(site.link.online)
            #expect((online.number, online.statusThrough, online.dialect) == (1, 42, .ocpp16))
            #expect(online.statuses[1]?.state == .charging)
            #expect(site.link.obstacle == nil)
            let handshake = try #require(site.csms.handshakes.first)
            #expect(handshake.path == "/ocpp/CP1")
            #expect(handshake.subprotocols == ["ocpp1.6"])
            #expect(handshake.authorization == nil)
            let told = site.csms.calls.map(\.payload)
            #expect(told[0].contains(#""chargePointVendor":"Acme""#))
            #expect(told[1...].map { $0.contains(#""connectorId":0"#) } == [true, false, false])
            #expect(told[2].contains(#""status":"Charging""#))
            #expect(try await site.link.call(Heartbeat()).verbatim.contains("currentTime"))
        }
    }

    @Test func `OCPP 2 has no connector 0`() async throws {
        try await LinkSite.with(Setup(dialects: [.ocpp201, .ocpp16])) { site in
            #expect(
                await site.csms.next(4) == [
                    "open ocpp2.0.1", "BootNotification", "StatusNotification", "StatusNotification",
                ])
            await site.link.waitUntilOnline()
            #expect(site.csms.handshakes[0].subprotocols == ["ocpp2.0.1", "ocpp1.6"])
            #expect(site.csms.calls[0].payload.contains(#""reason":"PowerUp""#))
            #expect(site.csms.calls[1].payload.contains(#""evseId":1"#))
        }
    }

    @Test func `the CSMS chooses the version`() async throws {
        var setup = Setup(dialects: [.ocpp201, .ocpp16])
        setup.script = { $0.accept(subprotocol: "ocpp1.6") }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(5) == Self.greeting16)
        }
    }

    @Test(arguments: [nil, "ocpp2.1"])
    func `a CSMS that speaks none of the versions is named as such`(_ chosen: String?) async throws {
        var setup = Setup(dialects: [.ocpp201, .ocpp16])
        setup.script = { $0.accept(subprotocol: chosen) }
        try await LinkSite.with(setup) { site in
            let obstacle = try #require(await site.obstacle("version"))
            #expect(obstacle.needsPerson)
            #expect(obstacle.trouble.summary.contains("ocpp2.0.1, ocpp1.6"))
            #expect(obstacle.until == site.wallClock.now.at + LinkBackOff.shortest)
            #expect(site.csms.calls.isEmpty)
            #expect(site.link.online == nil)
        }
    }

    @Test func `nothing is called while the CSMS does not listen`() async throws {
        var setup = Setup()
        setup.script = { $0.reply(to: "BootNotification", .silence) }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(2) == ["open ocpp1.6", "BootNotification"])
            await #expect(throws: CallFailure.disconnected) { try await site.link.call(Heartbeat()) }
        }
    }

    @Test func `a CSMS that takes few messages gets no others`() async throws {
        var setup = Setup()
        setup.preset.takes = ["StartTransaction", "BootNotification"]
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(2) == ["open ocpp1.6", "BootNotification"])
            await site.link.waitUntilOnline()
            await site.clock.sleepers(1)
            site.advance(by: .seconds(3600))
            await #expect(throws: Never.self) { try await site.link.call(Authorize(idTag: "TAG")) }
            #expect(await site.csms.next() == "Authorize")
        }
    }

    // Pending and Rejected

    @Test func `a pending station waits as long as it is told, answers, and boots again`() async throws {
        var setup = Setup()
        setup.script = { csms in
            csms.boot("Pending", interval: 90)
            csms.boot("Pending", interval: 0)
        }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(2) == ["open ocpp1.6", "BootNotification"])
            let obstacle = try #require(await site.obstacle("pending"))
            #expect(obstacle.until == site.wallClock.now.at + .seconds(90))
            try await site.csms.send(#"[2,"a1","GetConfiguration",{}]"#)
            #expect(await site.csms.next() == #"answer [3,"a1",{}]"#)
            await site.clock.sleepers(1)
            site.advance(by: .seconds(89))
            #expect(site.csms.unread == [])
            site.advance(by: .seconds(1))
            #expect(await site.csms.next() == "BootNotification")
            let now = site.wallClock.now.at
            _ = await site.state { $0.obstacle?.until == now + .seconds(60) }
            await site.clock.sleepers(1)
            #expect(site.link.online == nil)
            site.advance(by: .seconds(60))
            #expect(await site.csms.next() == "BootNotification")
            await site.link.waitUntilOnline()
        }
    }

    @Test func `a pending station boots at once when the CSMS triggers it`() async throws {
        var setup = Setup()
        setup.script = { $0.boot("Pending", interval: 3600) }
        setup.door = { _, link in
            let isAccepted = await link.isAccepted
            return .result(Empty()) { if !isAccepted { await link.trigger(.boot) } }
        }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(2) == ["open ocpp1.6", "BootNotification"])
            #expect(await site.obstacle("pending") != nil)
            try await site.csms.send(#"[2,"a1","TriggerMessage",{"requestedMessage":"BootNotification"}]"#)
            #expect(await site.csms.next(2) == [#"answer [3,"a1",{}]"#, "BootNotification"])
            await site.link.waitUntilOnline()
        }
    }

    @Test func `a rejected station is silent, hangs up and comes back when it was told`() async throws {
        var setup = Setup()
        setup.script = { $0.boot("Rejected", interval: 600) }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(3) == ["open ocpp1.6", "BootNotification", "closed"])
            let obstacle = try #require(await site.obstacle("rejected"))
            #expect(obstacle.needsPerson)
            #expect(obstacle.until == site.wallClock.now.at + .seconds(600))
            await site.nextAttempt(after: .seconds(599))
            await site.clock.sleepers(1)
            #expect(site.csms.handshakes.count == 1)
            site.advance(by: .seconds(1))
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
        }
    }

    @Test func `a CSMS that answers a boot with an error is asked again later`() async throws {
        var setup = Setup()
        setup.script = { $0.reply(to: "BootNotification", .error("InternalError"), .result(#"{"status":"Maybe"}"#)) }
        try await LinkSite.with(setup) { site in
            for words in ["InternalError", "cannot be read"] {
                #expect(await site.csms.next(3) == ["open ocpp1.6", "BootNotification", "closed"])
                let state = await site.state { $0.obstacle?.trouble.summary.contains(words) == true }
                #expect(state.obstacle?.trouble.code == "boot")
                await site.nextAttempt(after: .seconds(1))
            }
            #expect(await site.csms.next(5) == Self.greeting16)
        }
    }

    // After a loss

    @Test func `a station that comes back does not boot again`() async throws {
        try await LinkSite.with { site in
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
            site.csms.cut()
            #expect(await site.csms.next() == "closed")
            #expect(await site.obstacle("lost") != nil)
            await #expect(throws: CallFailure.disconnected) { try await site.link.call(Heartbeat()) }
            site.standing.change { $0.through = 50 }
            await site.nextAttempt()
            #expect(
                await site.csms.next(4)
                    == ["open ocpp1.6", "StatusNotification", "StatusNotification", "StatusNotification"])
            let online = await site.state { $0.online != nil }.online
            #expect((online?.number, online?.statusThrough) == (2, 50))
        }
    }

    @Test func `a station that started anew boots again`() async throws {
        try await LinkSite.with { site in
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
            site.standing.change { $0.boot?.firmwareVersion = "2.0" }
            site.csms.cut()
            #expect(await site.csms.next() == "closed")
            await site.nextAttempt()
            #expect(await site.csms.next(5) == Self.greeting16)
        }
    }

    @Test(arguments: [true, false])
    func `a station that the CSMS has forgotten boots again`(_ takesStatus: Bool) async throws {
        var setup = Setup()
        if !takesStatus { setup.preset.takes = ["BootNotification", "Heartbeat"] }
        try await LinkSite.with(setup) { site in
            let greeting = takesStatus ? Self.greeting16 : ["open ocpp1.6", "BootNotification"]
            #expect(await site.csms.next(greeting.count) == greeting)
            await site.link.waitUntilOnline()
            let first = takesStatus ? "StatusNotification" : "Heartbeat"
            site.csms.reply(to: first, .error("SecurityError"))
            site.csms.cut()
            #expect(await site.csms.next() == "closed")
            await site.nextAttempt()
            if !takesStatus {
                await site.link.waitUntilOnline()
                await #expect(throws: CallFailure.disconnected) { try await site.link.call(Heartbeat()) }
            }
            #expect(await site.csms.next(3) == ["open ocpp1.6", first, "BootNotification"])
            #expect(await site.state { $0.number == (takesStatus ? 2 : 3) && $0.online != nil }.obstacle == nil)
            // Later it is an error as any other.
            site.csms.reply(to: "Heartbeat", .error("SecurityError"))
            await #expect(throws: CallFailure.refused(CallError(.securityError))) {
                try await site.link.call(Heartbeat())
            }
        }
    }

    // Supervision

    @Test func `a CSMS that says nothing while an answer is waited for is given up`() async throws {
        try await LinkSite.with { site in
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
            site.csms.reply(to: "Authorize", .silence)
            async let outcome = failure(of: Authorize(idTag: "TAG"), at: site)
            #expect(await site.csms.next() == "Authorize")
            site.advance(by: .seconds(30))
            #expect(await outcome == .timedOut)
            #expect(await site.csms.next() == "closed")
            #expect(await site.obstacle("lost")?.trouble.summary.contains("30 s") == true)
        }
    }

    @Test func `a CSMS that is only slow is not given up`() async throws {
        try await LinkSite.with { site in
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
            site.csms.reply(to: "Authorize", .silence)
            async let outcome = failure(of: Authorize(idTag: "TAG"), at: site)
            #expect(await site.csms.next() == "Authorize")
            try await site.csms.send(#"[2,"a1","GetConfiguration",{}]"#)
            #expect(await site.csms.next() == #"answer [3,"a1",{}]"#)
            site.advance(by: .seconds(30))
            #expect(await outcome == .timedOut)
            #expect(try await site.link.call(Heartbeat()).verbatim.contains("currentTime"))
            #expect(site.link.online?.number == 1)
        }
    }

    @Test func `a heartbeat goes out as often as the CSMS wants, and clocks are compared`() async throws {
        var setup = Setup()
        setup.script = { $0.boot("Accepted", interval: 1, at: Session.beginning) }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
            #expect(site.link.remarks.isEmpty)
            await site.clock.sleepers(1)
            site.advance(by: .seconds(9))
            #expect(site.csms.unread == [])
            site.csms.reply(to: "Heartbeat", .result(#"{"currentTime":"2020-01-01T00:00:00Z"}"#))
            site.advance(by: .seconds(1))
            #expect(await site.csms.next() == "Heartbeat")
            let off = await site.state { !$0.remarks.isEmpty }
            #expect(off.remarks.map(\.code) == ["clock"])
            #expect(off.remarks[0].summary.contains("behind"))
            await site.clock.sleepers(1)
            site.advance(by: .seconds(10))
            #expect(await site.csms.next() == "Heartbeat")
            _ = await site.state { $0.remarks.isEmpty }
        }
    }

    @Test func `at shutdown it says goodbye`() async throws {
        try await LinkSite.with { site in
            #expect(await site.csms.next(5) == Self.greeting16)
            await site.link.waitUntilOnline()
            await site.stop()
            #expect(await site.csms.next() == "closed")
            #expect(await site.state { $0.conversation == nil }.online == nil)
        }
    }

    private func failure(of call: any Call, at site: LinkSite) async -> CallFailure? {
        do throws(CallFailure) {
            _ = try await site.link.call(call)
            return nil
        } catch {
            return error
        }
    }
}
