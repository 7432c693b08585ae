import Charging
import OCPP
import Simulator
import Stations
import Testing
import WebSocket

/// Who may be spoken to, and who counts.
@Suite(.timeLimit(.minutes(1))) struct OCPP201BootTests {
    static let trigger = #""TriggerMessage",{"requestedMessage":"BootNotification"}]"#
    static let beat = #"[2,"h","Heartbeat",{}]"#

    @Test(arguments: [Dialect.ocpp201, .ocpp21])
    func `a boot is recorded with its version, then accepted`(_ dialect: Dialect) async throws {
        try await Bench(dialect, wasAccepted: false).run { bench in
            let answer = await bench.ask(
                #"[2,"7","BootNotification",{"reason":"PowerUp","chargingStation":{"model":"M","vendorName":"V","serialNumber":"S1","firmwareVersion":"N/A"}}]"#
            )
            #expect(answer == #"[3,"7",{"currentTime":"2026-11-21T02:41:11Z","interval":300,"status":"Accepted"}]"#)
            let boot = Boot(vendor: "V", model: "M", serialNumber: "S1", dialect: dialect.rawValue)
            #expect(bench.recorder.events == [.station("CP1", .booted(boot))])
            #expect(bench.door.boots == [boot])
        }
    }

    @Test func `a station that was never accepted has to boot before anything else`() async throws {
        try await Bench(.ocpp201, wasAccepted: false).run { bench in
            let refusal = #"[4,"h","SecurityError","This station has to send a BootNotification first.",{}]"#
            #expect(await bench.ask(Self.beat) == refusal)
            #expect(await bench.ask(#"[2,"1","BootNotification",{}]"#).contains("OccurrenceConstraintViolation"))
            #expect(await bench.ask(Self.beat) == refusal)
            #expect(await bench.attempt(.clearCache) == .failure(.notBooted))
            #expect(await bench.ask(Bench.boot201).contains("Accepted"))
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
        }
    }

    @Test func `one that was accepted once may reconnect without a boot, and is asked for it after 10 s`()
        async throws
    {
        try await Bench(.ocpp201, wasAccepted: true).run { bench in
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            await bench.clock.sleepers(1)
            bench.clock.advance(by: .seconds(10))
            let call = await bench.link.next()
            #expect(call.hasSuffix(Self.trigger))
            bench.link.station.yield(call.refused())
            await bench.expect(.clearCache, makes: [.init(#""ClearCache",{}"#)], .success(.init(status: "Accepted")))
        }
    }

    @Test func `one that was accepted since the start is spoken to at once and not asked`() async throws {
        try await Bench(.ocpp201, wasAccepted: false).run(isKnown: true) { bench in
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            await bench.expect(.clearCache, makes: [.init(#""ClearCache",{}"#)], .success(.init(status: "Accepted")))
        }
    }

    @Test func `a station that is rejected hears so at its boot, and nothing of it is recorded`() async throws {
        for dialect in [Dialect.ocpp16, .ocpp201] {
            try await Bench(dialect).run { bench in
                bench.door.reject()
                let boot = dialect == .ocpp16 ? OCPP16BootTests.boot : Bench.boot201
                #expect(await bench.ask(boot).contains(#""status":"Rejected""#))
                #expect(bench.recorder.events == [])
                await #expect(throws: CommandError.notBooted) { try await bench.driver.perform(.clearCache) }
            }
        }
    }

    @Test func `a station that waits gets Pending, and nothing else of it counts`() async throws {
        try await Bench(.ocpp21).run { bench in
            bench.door.set(welcome: false)
            #expect(await bench.ask(Bench.boot201).contains(#""status":"Pending""#))
            #expect(
                await bench.ask(Self.beat).hasPrefix(#"[4,"h","SecurityError","This station waits to be claimed.""#))
            bench.link.station.yield(OCPP21Tests.stream)
            #expect(await bench.ask(Self.beat).hasPrefix(#"[4,"h","SecurityError""#))
            #expect(bench.recorder.events == [])
            #expect(await bench.attempt(.clearCache) == .failure(.notBooted))
        }
    }

    @Test func `a claimed station is asked to boot again and is accepted`() async throws {
        try await Bench(.ocpp201, wasAccepted: false).run { bench in
            bench.door.set(welcome: false)
            #expect(await bench.ask(Bench.boot201).contains("Pending"))
            await bench.clock.sleepers(1)
            bench.door.set(welcome: true)
            bench.clock.advance(by: .seconds(10))
            let call = await bench.link.next()
            #expect(call.hasSuffix(Self.trigger))
            bench.link.station.yield(call.answered(#"{"status":"Accepted"}"#))
            #expect(await bench.ask(Bench.boot201).contains("Accepted"))
        }
    }

    @Test(arguments: [#"{"status":"Accepted"}"#, #"{"status":"NotSupported"}"#, nil])
    func `a station that booted is asked once what it is made of`(_ answer: String?) async throws {
        try await Bench(.ocpp201, settings: OCPPSettings()).run { bench in
            #expect(await bench.ask(Bench.boot201).contains("Accepted"))
            let call = await bench.link.next()
            #expect(call.hasSuffix(#""GetBaseReport",{"requestId":721487048,"reportBase":"FullInventory"}]"#))
            bench.link.station.yield(answer.map { call.answered($0) } ?? call.refused())
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            #expect(bench.link.sent.count == 3)
        }
    }

    @Test func `one that was only asked to introduce itself again is not asked for it`() async throws {
        try await Bench(.ocpp201, settings: OCPPSettings()).run(isKnown: true) { bench in
            let again = Bench.boot201.replacing("PowerUp", with: "Triggered")
            #expect(await bench.ask(again).contains("Accepted"))
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            #expect(bench.link.sent.count == 3)
        }
    }
}
