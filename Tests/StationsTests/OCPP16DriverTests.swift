import Charging
import Simulator
import Stations
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct OCPP16DriverTests {
    static let meterValues =
        #"[2,"m","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2026-11-21T02:21:18Z","sampledValue":[{"value":"500.00"}]}]}]"#
    static let start =
        #"[2,"s","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":12345,"timestamp":"2026-11-21T02:21:17Z"}]"#

    @Test func `a boot is recorded, then accepted`() async throws {
        try await Bench().run { bench in
            let answer = await bench.ask(
                #"[2,7,"BootNotification",{"chargePointVendor":"V","chargePointModel":"M","chargePointSerialNumber":"","chargeBoxSerialNumber":"S1","firmwareVersion":"N/A"}]"#
            )
            #expect(answer == #"[3,7,{"currentTime":"2026-11-21T02:41:11Z","interval":300,"status":"Accepted"}]"#)
            let boot = Boot(vendor: "V", model: "M", serialNumber: "S1", dialect: "ocpp1.6")
            #expect(bench.recorder.events == [.station("CP1", .booted(boot))])
            #expect(bench.door.boots == [boot])
        }
    }

    struct Exchange: Sendable, CustomTestStringConvertible {
        var says: String
        var hears: String
        var testDescription: String { says }
    }

    @Test(arguments: [
        Exchange(says: #"[2,"1","Heartbeat",{}]"#, hears: #"[3,"1",{"currentTime":"2026-11-21T02:41:11Z"}]"#),
        Exchange(says: #"[2,"1","Heartbeat"]"#, hears: #"[3,"1",{"currentTime":"2026-11-21T02:41:11Z"}]"#),
        Exchange(
            says: #"[2,"1","Authorize",{"idTag":"T","connectorId":2}]"#,
            hears: #"[3,"1",{"idTagInfo":{"status":"Accepted"}}]"#),
        Exchange(
            says: #"[2,"1","Authorize",{"idTag":"BLOCKED"}]"#, hears: #"[3,"1",{"idTagInfo":{"status":"Blocked"}}]"#),
        Exchange(says: start, hears: #"[3,"s",{"idTagInfo":{"status":"Accepted"},"transactionId":1001}]"#),
        Exchange(
            says: start.replacing("\"T\"", with: "\"OLD\""),
            hears: #"[3,"s",{"idTagInfo":{"status":"Expired"},"transactionId":1001}]"#),
        Exchange(says: meterValues, hears: #"[3,"m",{}]"#),
        Exchange(
            says: #"[2,"1","StopTransaction",{"transactionId":0,"meterStop":1,"timestamp":"2026-11-21T02:21:18Z"}]"#,
            hears: #"[3,"1",{}]"#),
        Exchange(
            says: #"[2,"1","StopTransaction",{"transactionId":-1,"meterStop":"1.5","idTag":"T"}]"#,
            hears: #"[3,"1",{"idTagInfo":{"status":"Accepted"}}]"#),
        Exchange(says: #"[2,"1","StatusNotification",{"connectorId":1,"status":"Charging"}]"#, hears: #"[3,"1",{}]"#),
        Exchange(
            says: #"[2,"1","DataTransfer",{"vendorId":"EN+","data":"x"}]"#,
            hears: #"[3,"1",{"status":"UnknownVendorId"}]"#),
        // Refused
        Exchange(
            says: #"[2,"1","Dance",{}]"#, hears: #"[4,"1","NotImplemented","Dance is not known here.",{}]"#),
        Exchange(
            says: #"[2,"1","SecurityEventNotification",{"type":"x","timestamp":"2026-11-21T02:21:18Z"}]"#,
            hears: #"[3,"1",{}]"#),
        Exchange(
            says: #"[2,"1","Reset",{"type":"Soft"}]"#, hears: #"[4,"1","NotSupported","Reset is for stations.",{}]"#),
        Exchange(says: #"[2,"1","Authorize",{}]"#, hears: #"[4,"1","ProtocolError","idTag is missing.",{}]"#),
        Exchange(
            says: #"[2,"1","MeterValues",{"connectorId":"one","meterValue":[]}]"#,
            hears: #"[4,"1","TypeConstraintViolation","connectorId has the wrong type.",{}]"#),
        Exchange(
            says: #"[2,"1","StatusNotification",{"connectorId":1,"status":5}]"#,
            hears: #"[4,"1","TypeConstraintViolation","status has the wrong type.",{}]"#),
        Exchange(
            says: #"[2,"1","StatusNotification",{"connectorId":1,"status":"Parked"}]"#, hears: #"[3,"1",{}]"#),
        Exchange(
            says: #"[2,"1","StatusNotification",{"connectorId":256,"status":"Charging"}]"#,
            hears: #"[4,"1","PropertyConstraintViolation","connectorId must be 0 to 255.",{}]"#),
        Exchange(
            says: #"[2,"1","StatusNotification",{"connectorId":-1,"status":"Charging"}]"#,
            hears: #"[4,"1","PropertyConstraintViolation","connectorId must be 0 to 255.",{}]"#),
        Exchange(
            says: #"[2,"1","Authorize",[1]]"#,
            hears: #"[4,"1","FormationViolation","The payload must be an object.",{}]"#),
        Exchange(
            says: #"[2,"1","StopTransaction",{"transactionId":7,"meterStop":"NaN"}]"#,
            hears: #"[3,"1",{}]"#),
        Exchange(
            says: #"[2,"Q19","MeterValues",{"connectorId":1,"meterValue":[{"sampledValue":[,{"value":"1"}]}]}]"#,
            hears: #"[4,"Q19","FormationViolation","A value is missing or is none that JSON knows.",{}]"#),
        Exchange(
            says: #"[2,"Q55","BootNotification",{"reason":"PowerUp","chargingStation":{}}]"#,
            hears: #"[4,"Q55","ProtocolError","chargePointVendor is missing.",{}]"#),
    ])
    func `every call has its answer`(_ exchange: Exchange) async throws {
        try await Bench().run { bench in
            #expect(await bench.ask(exchange.says) == exchange.hears)
            #expect(bench.link.closed == nil)
        }
    }

    @Test(arguments: [meterValues, start, #"[2,"1","StopTransaction",{"transactionId":7,"meterStop":1}]"#])
    func `a transaction message is answered only after it was recorded`(_ message: String) async throws {
        try await Bench().run { bench in
            let gate = bench.recorder.hold()
            bench.link.station.yield(message)
            var arrivals = bench.recorder.arrivals.makeAsyncIterator()
            _ = await arrivals.next()
            #expect(bench.link.sent == [])
            gate.yield()
            #expect(await bench.link.next().hasPrefix("[3,"))
            #expect(bench.recorder.events.count == 1)
        }
    }

    @Test func `the same start told twice has one id`() async throws {
        try await Bench().run { bench in
            let first = await bench.ask(Self.start)
            let again = await bench.ask(Self.start.replacing("\"s\"", with: "\"other\""))
            #expect(again == first.replacing("\"s\"", with: "\"other\""))
        }
    }

    @Test func `a message without samples is answered and not recorded`() async throws {
        try await Bench().run { bench in
            let answer = await bench.ask(
                #"[2,"Q18","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"x","sampledValue":[]},{"sampledValue":[{"value":""}]}]}]"#
            )
            #expect(answer == #"[3,"Q18",{}]"#)
            #expect(bench.recorder.events == [])
        }
    }

    @Test func `a record that recovers in time costs no attempt`() async throws {
        try await Bench().run { bench in
            bench.recorder.fail([.storage("full"), .overloaded])
            bench.link.station.yield(Self.meterValues)
            for _ in 0..<2 {
                // The other sleeper waits for a BootNotification.
                await bench.clock.sleepers(2)
                bench.clock.advance(by: .seconds(1))
            }
            #expect(await bench.link.next() == #"[3,"m",{}]"#)
            #expect(bench.link.closed == nil)
        }
    }

    @Test func `while the record cannot be written the station is hung up on without an answer`() async throws {
        try await Bench().run(isKnown: true) { bench in
            bench.recorder.fail(Array(repeating: .storage("full"), count: 21))
            bench.link.station.yield(Self.start)
            for _ in 0..<20 {
                await bench.clock.sleepers(1)
                bench.clock.advance(by: .seconds(1))
            }
            #expect(await bench.link.next() == "(closed)")
            #expect(bench.link.sent == [])
            #expect(bench.link.closed == CloseCode(rawValue: 1013))
            #expect(bench.recorder.events == [])
        }
    }

    @Test func `a stopped record hangs up at once`() async throws {
        try await Bench().run { bench in
            bench.recorder.fail([.stopped])
            #expect(await bench.ask(Self.meterValues) == "(closed)")
            #expect(bench.link.sent == [])
        }
    }

    @Test func `what a station does not send again is refused when it cannot be recorded, but it may boot`()
        async throws
    {
        try await Bench().run { bench in
            bench.recorder.fail([.storage("full"), .storage("full")])
            let status = await bench.ask(#"[2,"1","StatusNotification",{"connectorId":1,"status":"Charging"}]"#)
            #expect(status == #"[4,"1","InternalError","The message cannot be recorded now.",{}]"#)
            let boot = await bench.ask(
                #"[2,"2","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#)
            #expect(boot.contains("Accepted"))
        }
    }

    @Test func `frames of an unknown type are ignored`() async throws {
        try await Bench().run { bench in
            bench.link.station.yield(#"[1,"Q40","StartTransaction",{}]"#)
            bench.link.station.yield(#"[3,"nobody asked",{}]"#)
            bench.link.station.yield(#"[4,"nobody asked","GenericError","",{}]"#)
            #expect(await bench.ask(#"[2,"1","Dance",{}]"#).hasPrefix(#"[4,"1""#))
            #expect(bench.link.sent.count == 1)
        }
    }

    @Test func `twenty damaged frames in a row are borne, the next one is not`() async throws {
        try await Bench().run { bench in
            for _ in 0..<20 { bench.link.station.yield("garbage") }
            _ = await bench.ask(#"[2,"1","Heartbeat",{}]"#)
            for _ in 0..<20 { bench.link.station.yield("garbage") }
            _ = await bench.ask(#"[2,"1","Heartbeat",{}]"#)
            #expect(bench.link.closed == nil)
            for _ in 0..<21 { bench.link.station.yield("garbage") }
            #expect(await bench.link.next() == "(closed)")
            #expect(bench.link.closed == .policyViolation)
        }
    }
}
