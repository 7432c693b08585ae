import Charging
import OCPP
import Simulator
import Stations
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct OCPP201TransactionTests {
    private static let moment = Timestamp(seconds: 1_795_227_633)
    private static let register =
        #"{"timestamp":"2026-11-21T02:20:33Z","sampledValue":[{"value":12.345,"context":"Transaction.Begin","unitOfMeasure":{"unit":"kWh"}},{"value":4,"measurand":"Energy.Active.Import.Register","phase":"L1"},{"value":6.2,"measurand":"Current.Import"}]}"#

    private static func event(
        _ type: String, _ seqNo: Int, _ rest: String = "", info: String = "", trigger: String = "Authorized"
    ) -> String {
        #"[2,"t","TransactionEvent",{"eventType":"\#(type)","timestamp":"2026-11-21T02:20:33Z","triggerReason":"\#(trigger)","seqNo":\#(seqNo),"transactionInfo":{"transactionId":"tx-1"\#(info)}\#(rest)}]"#
    }

    private static func token(_ tag: String, _ type: String = "Central") -> String {
        #","idToken":{"idToken":"\#(tag)","type":"\#(type)"}"#
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var hears: String
        var event: StationEvent
        var testDescription: String { says }
    }

    private static func telling(
        _ seqNo: Int64, trigger: String = "Authorized", offline: Bool = false, state: String? = nil,
        remoteStart: Int64? = nil, tag: String? = nil, authorization: Authorization? = nil
    ) -> Telling {
        Telling(
            name: "tx-1", seqNo: seqNo, trigger: trigger, offline: offline, chargingState: state,
            remoteStart: remoteStart, tag: tag, authorization: authorization, timestamp: moment)
    }

    private static let sampled = [
        MeterValue(
            timestamp: moment,
            sampledValues: [
                SampledValue(value: "12.345", context: "Transaction.Begin", unit: "kWh"),
                SampledValue(value: "4", measurand: "Energy.Active.Import.Register", phase: "L1"),
                SampledValue(value: "6.2", measurand: "Current.Import"),
            ])
    ]

    @Test(arguments: [
        // The cable first, and nobody is known yet.
        Case(
            says: event("Started", 0, info: #","chargingState":"EVConnected""#, trigger: "CablePluggedIn"),
            hears: "{}",
            event: .started(
                TransactionStart(
                    evse: 0, tag: nil, register: nil, timestamp: moment,
                    telling: telling(0, trigger: "CablePluggedIn", state: "EVConnected")))),
        // Everything at once.
        Case(
            says: event(
                "Started", 7,
                #","offline":true,"reservationId":3,"evse":{"id":2,"connectorId":1},"meterValue":[\#(register)]"#
                    + token("T"), info: #","remoteStartId":9"#),
            hears: #"{"idTokenInfo":{"status":"Accepted"}}"#,
            event: .started(
                TransactionStart(
                    evse: 2, tag: "T", register: ExactDecimal("12345"), timestamp: moment, reservation: 3,
                    telling: telling(7, offline: true, remoteStart: 9, tag: "T", authorization: .accepted),
                    values: sampled))),
        // The transaction is real whatever is thought of the tag.
        Case(
            says: event("Started", 0, token("BLOCKED")), hears: #"{"idTokenInfo":{"status":"Blocked"}}"#,
            event: .started(
                TransactionStart(
                    evse: 0, tag: "BLOCKED", register: nil, timestamp: moment, authorization: .blocked,
                    telling: telling(0, tag: "BLOCKED", authorization: .blocked)))),
        // A start button is no tag, and is answered all the same.
        Case(
            says: event("Started", 0, token("", "NoAuthorization")), hears: #"{"idTokenInfo":{"status":"Accepted"}}"#,
            event: .started(
                TransactionStart(
                    evse: 0, tag: nil, register: nil, timestamp: moment,
                    telling: telling(0, authorization: .accepted)))),
        Case(
            says: event("Updated", 1, #","evse":{"id":1}"#, info: #","chargingState":"Charging""#), hears: "{}",
            event: .metered(MeterReport(evse: 1, values: [], telling: telling(1, state: "Charging")))),
        Case(
            says: event("Updated", 2, #","meterValue":[\#(register)]"#, trigger: "MeterValuePeriodic"), hears: "{}",
            event: .metered(
                MeterReport(evse: 0, values: sampled, telling: telling(2, trigger: "MeterValuePeriodic")))),
        Case(
            says: event("Updated", 3, token("OLD")), hears: #"{"idTokenInfo":{"status":"Expired"}}"#,
            event: .metered(
                MeterReport(evse: 0, values: [], telling: telling(3, tag: "OLD", authorization: .expired)))),
        Case(
            says: event("Ended", 4, trigger: "EVDeparted"), hears: "{}",
            event: .ended(
                TransactionEnd(
                    transaction: 0, register: nil, timestamp: moment, telling: telling(4, trigger: "EVDeparted")))),
        Case(
            says: event(
                "Ended", 5,
                #","meterValue":[{"timestamp":"2026-11-21T02:20:33Z","sampledValue":[{"value":5,"context":"Transaction.Begin"},{"value":6},{"value":70,"context":"Transaction.End","unitOfMeasure":{"multiplier":2}}]}]"#
                    + token("T"), info: #","stoppedReason":"EVDisconnected""#),
            hears: #"{"idTokenInfo":{"status":"Accepted"}}"#,
            event: .ended(
                TransactionEnd(
                    transaction: 0, tag: "T", register: ExactDecimal(7000), timestamp: moment,
                    reason: "EVDisconnected",
                    values: [
                        MeterValue(
                            timestamp: moment,
                            sampledValues: [
                                SampledValue(value: "5", context: "Transaction.Begin"), SampledValue(value: "6"),
                                SampledValue(value: "70", context: "Transaction.End", multiplier: 2),
                            ])
                    ], telling: telling(5, tag: "T", authorization: .accepted)))),
    ])
    func `every event of a transaction is recorded and answered`(_ example: Case) async throws {
        try await Bench(.ocpp201).run { bench in
            #expect(await bench.ask(example.says) == #"[3,"t",\#(example.hears)]"#)
            #expect(bench.recorder.stationEvents == [example.event])
        }
    }

    @Test func `what a meter signed is kept byte for byte`() async throws {
        let data = String(repeating: "T0NNRnx7fQ==", count: 3000)
        try await Bench(.ocpp201).run { bench in
            let value =
                #"{"timestamp":"2026-11-21T02:20:33Z","sampledValue":[{"value":1.500,"signedMeterValue":{"signedMeterData":"\#(data)","signingMethod":"","encodingMethod":"OCMF","publicKey":"3059"}}]}"#
            _ = await bench.ask(Self.event("Updated", 1, #","meterValue":[\#(value)]"#))
            guard case .metered(let report) = bench.recorder.stationEvents.first else {
                Issue.record("No report was recorded.")
                return
            }
            let sample = try #require(report.values.first?.sampledValues.first)
            #expect(sample.value == "1.500")
            #expect(
                sample.signed == SignedValue(data: data, method: "", encoding: "OCMF", publicKey: "3059"))
        }
    }

    @Test func `an event told twice has the same answer twice`() async throws {
        try await Bench(.ocpp201).run { bench in
            let start = Self.event("Started", 0, Self.token("T"))
            let first = await bench.ask(start)
            #expect(await bench.ask(start) == first)
        }
    }

    @Test func `a tag whose own transaction runs does not charge twice`() async throws {
        let names = FakeNames(transactions: [1: (TransactionID(1001)!, "tx-1")])
        for (names, status) in [
            (names as FakeNames?, "Accepted"), (FakeNames(), "ConcurrentTx"), (nil, "ConcurrentTx"),
        ] {
            let known = names.map { names in
                names.transactions[2] == nil
                    ? names : FakeNames(transactions: [2: (TransactionID(1002)!, "another")])
            }
            try await Bench(.ocpp201, names: known).run { bench in
                let answer = await bench.ask(Self.event("Ended", 5, Self.token("BUSY")))
                #expect(answer == #"[3,"t",{"idTokenInfo":{"status":"\#(status)"}}]"#)
            }
        }
    }

    @Test(arguments: [event("Started", 0), event("Updated", 1), event("Ended", 2)])
    func `an event is answered only after it was recorded`(_ message: String) async throws {
        try await Bench(.ocpp201).run { bench in
            let gate = bench.recorder.hold()
            bench.link.station.yield(message)
            var arrivals = bench.recorder.arrivals.makeAsyncIterator()
            _ = await arrivals.next()
            #expect(bench.link.sent == [])
            gate.yield()
            #expect(await bench.link.next() == #"[3,"t",{}]"#)
        }
    }

    @Test func `while the record cannot be written the station is hung up on without an answer`() async throws {
        try await Bench(.ocpp201).run(isKnown: true) { bench in
            bench.recorder.fail(Array(repeating: .storage("full"), count: 21))
            bench.link.station.yield(Self.event("Ended", 2))
            for _ in 0..<20 {
                await bench.clock.sleepers(1)
                bench.clock.advance(by: .seconds(1))
            }
            #expect(await bench.link.next() == "(closed)")
            #expect(bench.link.sent == [])
            #expect(bench.link.closed == CloseCode(rawValue: 1013))
        }
    }

    @Test(arguments: [
        (event("Paused", 1), #""PropertyConstraintViolation","Paused is no type of event.""#),
        (
            event("Started", 1).replacing("tx-1", with: ""),
            #""PropertyConstraintViolation","transactionId must not be empty.""#
        ),
        (
            event("Started", 1).replacing(#""seqNo":1,"#, with: ""),
            #""OccurrenceConstraintViolation","seqNo is missing.""#
        ),
    ])
    func `an event that cannot be kept is refused`(_ message: String, _ error: String) async throws {
        try await Bench(.ocpp201).run { bench in
            #expect(await bench.ask(message) == #"[4,"t",\#(error),{}]"#)
            #expect(bench.recorder.events == [])
        }
    }

    /// Frame Q53 of the collection.
    @Test func `Q53 what is told late is marked so, and a value without a measurand is the register`() async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            let call =
                #"[2,"201-0001","TransactionEvent",{"eventType":"Updated","timestamp":"2026-09-10T10:00:00Z","triggerReason":"MeterValuePeriodic","seqNo":3,"offline":true,"transactionInfo":{"transactionId":"tx-1"},"evse":{"id":1},"meterValue":[{"timestamp":"2026-09-10T09:40:00Z","sampledValue":[{"value":1234.5}]}]}]"#
            #expect(await bench.ask(call) == #"[3,"201-0001",{}]"#)
            guard case .metered(let report)? = bench.recorder.stationEvents.last else {
                Issue.record("Nothing was recorded.")
                return
            }
            #expect(report.evse == 1)
            #expect(report.telling?.offline == true && report.telling?.seqNo == 3)
            #expect(report.values.map(\.timestamp) == [Timestamp(seconds: 1_789_033_200)])
            #expect(report.values[0].importRegister() == ExactDecimal("1234.5"))
        }
    }
}
