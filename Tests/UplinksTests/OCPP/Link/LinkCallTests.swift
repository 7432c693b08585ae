import Charging
import OCPP
import OCPP16
import Simulator
import Testing

@testable import Uplinks

/// What the CSMS asks, and what it is answered.
@Suite(.timeLimit(.minutes(1))) struct LinkCallTests {
    private typealias Setup = LinkSite.Setup

    private func online(_ setup: Setup, _ body: @escaping @Sendable (LinkSite) async throws -> Void) async throws {
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            await site.link.waitUntilOnline()
            try await body(site)
        }
    }

    @Test func `a call is answered while another waits for its answer, and the other way round`() async throws {
        let gate = Watched(false)
        var setup = Setup()
        setup.door = { action, _ in
            if action == "Reset" { await gate.wait { $0 } }
            return .result(Empty())
        }
        try await online(setup) { site in
            site.csms.reply(to: "Authorize", .silence)
            async let answer = site.link.call(Authorize(idTag: "TAG"))
            #expect(await site.csms.next() == "Authorize")
            try await site.csms.send(#"[2,"a1","GetConfiguration",{}]"#)
            #expect(await site.csms.next() == #"answer [3,"a1",{}]"#)
            // This one takes its time at the station, and its answer must not hold up ours.
            try await site.csms.send(#"[2,"a2","Reset",{}]"#)
            let id = try #require(site.csms.calls.last).id
            try await site.csms.send(#"[3,"\#(id)",{"idTagInfo":{"status":"Accepted"}}]"#)
            #expect(try await answer.verbatim.contains("Accepted"))
            gate.change { $0 = true }
            #expect(await site.csms.next() == #"answer [3,"a2",{}]"#)
        }
    }

    @Test func `calls are answered in order, and not without end`() async throws {
        let gate = Watched(false)
        var setup = Setup()
        setup.door = { action, _ in
            await gate.wait { $0 }
            return action == "Reset" ? .error(CallError(.notSupported, "Not here.")) : .result(Empty())
        }
        try await online(setup) { site in
            // One is at work and sixteen wait; how many the door has taken up when the last comes is a matter of luck.
            for number in 0..<20 {
                try await site.csms.send("[2,\"a\(number)\",\(number == 0 ? "\"Reset\"" : "\"Else\""),{}]")
            }
            let refused = await site.csms.next(3)
            #expect(refused.allSatisfy { $0.hasPrefix("answer [4,") && $0.contains("Too many calls") })
            gate.change { $0 = true }
            let answers = await site.csms.next(17)
            let later = answers.filter { $0.hasPrefix("answer [3,") || $0.contains("NotSupported") }
            #expect(later.first == #"answer [4,"a0","NotSupported","Not here.",{}]"#)
            let order = later.compactMap { Int($0.dropFirst(12).prefix(while: \.isNumber)) }
            #expect(order == order.sorted() && later.count >= 16)
        }
    }

    @Test func `what is triggered follows its answer`() async throws {
        var setup = Setup()
        setup.door = { action, link in
            .result(Empty()) {
                switch action {
                case "Heart": await link.trigger(.heartbeat)
                case "One": await link.trigger(.status(evse: 1))
                case "All": await link.trigger(.status(evse: nil))
                case "Own": _ = try? await link.follow(with: Authorize(idTag: "TAG"))
                default: await link.trigger(.boot)
                }
            }
        }
        try await online(setup) { site in
            let status = "StatusNotification"
            for (action, follows) in [
                ("Heart", ["Heartbeat"]), ("One", [status]), ("All", [status, status, status]), ("Own", ["Authorize"]),
                ("Boot", ["BootNotification", status, status, status]),
            ] {
                try await site.csms.send("[2,\"a\",\"\(action)\",{}]")
                #expect(await site.csms.next(1 + follows.count) == ["answer [3,\"a\",{}]"] + follows)
            }
            #expect(await site.state { $0.online?.number == 2 }.obstacle == nil)
        }
    }

    @Test func `an answer that cannot be written is an error`() async throws {
        struct Unwritable: Encodable { var number = Double.nan }
        var setup = Setup()
        setup.door = { _, _ in .result(Unwritable()) }
        try await online(setup) { site in
            try await site.csms.send(#"[2,"a1","GetConfiguration",{}]"#)
            #expect(await site.csms.next().hasPrefix(#"answer [4,"a1","InternalError""#))
        }
    }

    @Test func `damaged calls are objected to, damaged answers fail their call, and babble ends it`() async throws {
        try await online(Setup()) { site in
            try await site.csms.send(#"[2,"a1","GetConfiguration",{"key":}]"#)
            #expect(await site.csms.next().hasPrefix(#"answer [4,"a1","FormationViolation""#))
            site.csms.reply(to: "Authorize", .silence)
            async let outcome = failure(of: Authorize(idTag: "TAG"), at: site)
            #expect(await site.csms.next() == "Authorize")
            try await site.csms.send("[3,\"\(try #require(site.csms.calls.last).id)\",{]")
            let failure = await outcome
            guard case .unreadable = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            for _ in 0..<CloudConversation.mostGarbage { try await site.csms.send("hello") }
            #expect(try await site.link.call(Heartbeat()).verbatim.contains("currentTime"))
            #expect(await site.csms.next() == "Heartbeat")
            for _ in 0...CloudConversation.mostGarbage { try await site.csms.send("hello") }
            #expect(await site.csms.next() == "closed")
            #expect(await site.obstacle("lost")?.trouble.summary.contains("no OCPP") == true)
        }
    }

    @Test func `where turns are taken, neither side speaks into the other's`() async throws {
        let gate = Watched(false)
        var setup = Setup()
        setup.preset.takesTurns = true
        setup.door = { _, _ in
            await gate.wait { $0 }
            return .result(Empty())
        }
        try await online(setup) { site in
            site.csms.reply(to: "Authorize", .silence)
            async let first = site.link.call(Authorize(idTag: "TAG"))
            #expect(await site.csms.next() == "Authorize")
            gate.change { $0 = true }
            try await site.csms.send(#"[2,"a1","GetConfiguration",{}]"#)
            // What comes after it has been read, so it was held back.
            try await site.csms.send(#"[2,"a2","GetConfiguration",{"key":}]"#)
            #expect(await site.csms.next().hasPrefix(#"answer [4,"a2","#))
            #expect(site.csms.unread == [])
            try await site.csms.send("[3,\"\(try #require(site.csms.calls.last).id)\",{}]")
            _ = try await first
            #expect(await site.csms.next() == #"answer [3,"a1",{}]"#)

            gate.change { $0 = false }
            try await site.csms.send(#"[2,"a3","GetConfiguration",{}]"#)
            while gate.audience == 0 { await Task.yield() }
            async let second = site.link.call(Authorize(idTag: "TAG"))
            gate.change { $0 = true }
            #expect(await site.csms.next(2) == [#"answer [3,"a3",{}]"#, "Authorize"])
            _ = try await second
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
