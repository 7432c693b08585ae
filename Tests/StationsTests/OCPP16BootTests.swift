import Charging
import Simulator
import Stations
import Testing

/// Who may be spoken to, and who counts.
@Suite(.timeLimit(.minutes(1))) struct OCPP16BootTests {
    static let boot = #"[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#
    static let trigger = #""TriggerMessage",{"requestedMessage":"BootNotification"}]"#

    @Test func `nothing is sent to a station before its boot is answered`() async throws {
        try await Bench().run { bench in
            #expect(await bench.attempt(.clearCache) == .failure(.notBooted))
            bench.link.beforeSending {
                #expect(await bench.attempt(.clearCache) == .failure(.notBooted))
            }
            #expect(await bench.ask(Self.boot).contains("Accepted"))
            #expect(bench.link.sent.count == 1)
        }
    }

    @Test func `a station that reconnects without a boot counts as booted after its first call`() async throws {
        try await Bench().run { bench in
            _ = await bench.ask(#"[2,"1","Heartbeat",{}]"#)
            _ = await bench.ask(#"[2,"2","Heartbeat",{}]"#)
            async let result = bench.attempt(.clearCache)
            let call = await bench.link.next()
            bench.link.station.yield(call.answered(#"{"status":"Accepted"}"#))
            #expect(await result == .success(CommandResult(status: "Accepted")))
        }
    }

    @Test func `a station accepted over an earlier connection counts as booted at once`() async throws {
        try await Bench().run(isKnown: true) { bench in
            // Its first message shows that the driver runs.
            _ = await bench.ask(#"[2,"1","Dance",{}]"#)
            async let result = bench.attempt(.clearCache)
            let call = await bench.link.next()
            bench.link.station.yield(call.answered(#"{"status":"Rejected"}"#))
            #expect(await result == .success(CommandResult(status: "Rejected")))
        }
    }

    @Test func `a station that never boots is asked to after 10 s`() async throws {
        try await Bench().run { bench in
            _ = await bench.ask(#"[2,"1","StatusNotification",{"connectorId":1,"status":"Available"}]"#)
            _ = await bench.ask(#"[2,"2","Heartbeat",{}]"#)
            await bench.clock.sleepers(1)
            bench.clock.advance(by: .seconds(10))
            let call = await bench.link.next()
            #expect(call.hasSuffix(Self.trigger))
            bench.link.station.yield(call.refused())
            #expect(await bench.ask(#"[2,"3","Heartbeat",{}]"#).hasPrefix(#"[3,"3""#))
        }
    }

    @Test func `a silent station is left in peace until it says something`() async throws {
        try await Bench().run { bench in
            await bench.clock.sleepers(1)
            bench.clock.advance(by: .seconds(10))
            await bench.clock.sleepers(1)
            #expect(bench.link.sent == [])
            _ = await bench.ask(#"[2,"1","Heartbeat",{}]"#)
            _ = await bench.ask(#"[2,"2","Heartbeat",{}]"#)
            bench.clock.advance(by: .seconds(10))
            #expect(await bench.link.next().hasSuffix(Self.trigger))
        }
    }

    @Test func `a station that waits gets Pending, and nothing else of it counts`() async throws {
        try await Bench().run { bench in
            bench.door.set(welcome: false)
            let boot = await bench.ask(Self.boot)
            #expect(boot == #"[3,"1",{"currentTime":"2026-11-21T02:41:11Z","interval":30,"status":"Pending"}]"#)
            let start = await bench.ask(OCPP16DriverTests.start)
            #expect(start == #"[4,"s","SecurityError","This station waits to be claimed.",{}]"#)
            #expect(bench.recorder.events == [])
            #expect(bench.door.boots.map(\.vendor) == ["V"])
            await #expect(throws: CommandError.notBooted) { try await bench.driver.perform(.clearCache) }
        }
    }

    @Test func `a claimed station is asked to boot again and is accepted`() async throws {
        try await Bench().run { bench in
            bench.door.set(welcome: false)
            #expect(await bench.ask(Self.boot).contains("Pending"))
            await bench.clock.sleepers(1)
            bench.clock.advance(by: .seconds(10))
            await bench.clock.sleepers(1)
            #expect(bench.link.sent.count == 1)
            bench.door.set(welcome: true)
            bench.clock.advance(by: .seconds(10))
            let call = await bench.link.next()
            #expect(call.hasSuffix(Self.trigger))
            bench.link.station.yield(call.answered(#"{"status":"Accepted"}"#))
            #expect(await bench.ask(Self.boot).contains("Accepted"))
        }
    }
}

extension String {
    /// The result of this call, as a station sends it.
    func answered(_ payload: String) -> String { "[3,\(id),\(payload)]" }
    func refused(_ code: String = "NotSupported") -> String { "[4,\(id),\"\(code)\",\"no\",{}]" }

    private var id: Substring { split(separator: ",")[1] }
}
