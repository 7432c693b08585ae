import Charging
import Simulator
import Stations
import Testing

/// What stations say that need something special, by the switch that says so.
@Suite(.timeLimit(.minutes(1))) struct QuirkEventTests {
    static let boot = #"[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#
    static let station = Boot(vendor: "V", model: "M", dialect: "ocpp1.6")

    @Test(arguments: [true, false])
    func `an answer to a boot that would be lost waits`(_ isWelcome: Bool) async throws {
        try await Bench(quirks: "boot_answer_delay_milliseconds = 50").run { bench in
            bench.door.set(welcome: isWelcome)
            bench.link.station.yield(Self.boot)
            // The other sleeper waits for a BootNotification.
            await bench.clock.sleepers(2)
            bench.clock.advance(by: .milliseconds(49))
            #expect(bench.link.sent == [])
            bench.clock.advance(by: .milliseconds(1))
            #expect(await bench.link.next().contains(isWelcome ? "Accepted" : "Pending"))
        }
    }

    @Test func `V1 a station that never boots again counts as accepted, is asked, and may refuse`() async throws {
        let bench = Bench(quirks: "missing_boot_after_reconnect = true")
        bench.door.remember(Self.station)
        try await bench.run { bench in
            _ = await bench.ask(#"[2,"1","Dance",{}]"#)
            #expect(
                await bench.attempt(.clearCache, answering: [Step(#""ClearCache",{}"#)])
                    == .success(CommandResult("Accepted")))
            await bench.clock.sleepers(1)
            bench.clock.advance(by: .seconds(10))
            await bench.answer([Step(#""TriggerMessage",{"requestedMessage":"BootNotification"}"#, "NotSupported")])
            #expect(await bench.ask(#"[2,"2","Heartbeat",{}]"#).hasPrefix(#"[3,"2""#))
        }
    }

    @Test func `a station is treated by what it said when it booted last`() async throws {
        let bench = Bench(quirks: "name_connector_on_remote_start = true")
        bench.door.remember(Self.station)
        try await bench.run(isKnown: true) { bench in
            _ = await bench.ask(#"[2,"1","Dance",{}]"#)
            #expect(
                await bench.attempt(
                    .requestStart(tag: "T", evse: nil), answering: [Step(QuirkCommandTests.start(1))])
                    == .success(CommandResult("Accepted")))
        }
    }

    struct States: Sendable, CustomTestStringConvertible {
        var told: [String]
        var read: [ConnectorState]
        var session = false
        var testDescription: String { told.joined(separator: " ") }
    }

    @Test(arguments: [
        States(
            told: ["Available", "Finishing", "Finishing", "Charging"],
            read: [.available, .preparing, .preparing, .charging]),
        // What it means is not known, so it is kept as it was told.
        States(told: ["Finishing"], read: [.finishing]),
        States(told: ["Available", "Charging", "Finishing"], read: [.available, .charging, .finishing]),
        States(
            told: ["Available", "Preparing", "Finishing"], read: [.available, .preparing, .finishing], session: true),
    ])
    func `Q22 Finishing without a session means that a car was plugged in`(_ example: States) async throws {
        try await Bench(quirks: "finishing_when_plugged = true").run { bench in
            await bench.boot()
            for state in example.told {
                if state == "Finishing", example.session {
                    await bench.tell(CommandCase.running.0, CommandCase.running.1)
                    await bench.tell("StopTransaction", #"{"transactionId":1001,"meterStop":9}"#)
                }
                await bench.tell("StatusNotification", #"{"connectorId":1,"status":"\#(state)"}"#)
            }
            let read = bench.recorder.stationEvents.compactMap { event -> ConnectorState? in
                if case .status(let status) = event { status.state } else { nil }
            }
            #expect(read == example.read)
        }
    }

    static let triggered =
        #"{"connectorId":1,"meterValue":[{"timestamp":"2026-11-21T02:21:17Z","sampledValue":[{"value":"0","context":"Trigger"},{"value":"230","context":"Trigger","measurand":"Voltage"}]}]}"#

    @Test func `Q02 a triggered register does not count, and is kept all the same`() async throws {
        try await Bench(quirks: "triggered_register_unreliable = true").run { bench in
            await bench.boot()
            await bench.tell("MeterValues", Self.triggered)
            let voltage = SampledValue(value: "230", context: "Trigger", measurand: "Voltage")
            let moment = Timestamp(seconds: 1_795_227_677)
            #expect(
                bench.recorder.stationEvents.suffix(2) == [
                    .notice(Notice(action: "MeterValues", dialect: "ocpp1.6", payload: Self.triggered)),
                    .metered(
                        MeterReport(evse: 1, values: [MeterValue(timestamp: moment, sampledValues: [voltage])])),
                ])
        }
    }

    @Test func `Q02 a report of nothing else is answered, too`() async throws {
        try await Bench(quirks: "triggered_register_unreliable = true").run { bench in
            await bench.boot()
            let only = #"{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"0","context":"Trigger"}]}]}"#
            await bench.tell("MeterValues", only)
            #expect(
                bench.recorder.stationEvents.last
                    == .notice(Notice(action: "MeterValues", dialect: "ocpp1.6", payload: only)))
        }
    }

    @Test func `Q03 V20 the meter's register does not count beside that of the session`() async throws {
        try await Bench(quirks: "register_restarts_at_session = true").run { bench in
            await bench.boot()
            let outside = #"{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"9000"}]}]}"#
            await bench.tell("MeterValues", outside)
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            await bench.tell("MeterValues", outside)
            await bench.tell(
                "MeterValues",
                #"{"connectorId":1,"transactionId":1001,"meterValue":[{"sampledValue":[{"value":"7"}]}]}"#)
            let registers = bench.recorder.stationEvents.compactMap { event -> ExactDecimal?? in
                switch event {
                case .metered(let report): report.values[0].importRegister()
                case .notice: ExactDecimal?.none
                default: nil
                }
            }
            #expect(registers == [ExactDecimal(9000), nil, ExactDecimal(7)])
        }
    }

    @Test func `a triggered register of any other station counts`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            await bench.tell("MeterValues", Self.triggered)
            guard case .metered(let report)? = bench.recorder.stationEvents.last else {
                Issue.record("No report was recorded.")
                return
            }
            #expect(report.values[0].importRegister() == ExactDecimal(0))
        }
    }

    @Test(
        arguments: [
            (#"{"value":"9","measurand":"Power.Active.Import","phase":"L1"}"#, [nil]),
            (#"{"value":"9","measurand":"Power.Active.Import","phase":"L2"}"#, ["L2"]),
            (
                #"{"value":"9","measurand":"Power.Active.Import","phase":"L1"},{"value":"9","measurand":"Power.Active.Import","phase":"L2"}"#,
                ["L1", "L2"]
            ),
        ] as [(String, [String?])])
    func `Q31 the only power, called that of L1, is that of all phases`(
        _ samples: String, _ phases: [String?]
    ) async throws {
        try await Bench(quirks: "power_phase_is_total = true").run { bench in
            await bench.boot()
            await bench.tell(
                "MeterValues", #"{"connectorId":1,"meterValue":[{"sampledValue":[\#(samples)]}]}"#)
            guard case .metered(let report)? = bench.recorder.stationEvents.last else {
                Issue.record("No report was recorded.")
                return
            }
            #expect(report.values[0].sampledValues.map(\.phase) == phases)
        }
    }

    @Test func `V17 Q27 where local time is called UTC, sessions are flagged`() async throws {
        try await Bench(quirks: "local_time_with_z = true").run { bench in
            await bench.boot()
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            await bench.tell(
                "StopTransaction", #"{"transactionId":1001,"meterStop":9,"timestamp":"2026-11-21T02:41:11Z"}"#)
            let assumed = bench.recorder.stationEvents.compactMap { event -> Bool? in
                switch event {
                case .started(let start): start.zoneAssumed
                case .ended(let end): end.zoneAssumed
                default: nil
                }
            }
            #expect(assumed == [true, true])
        }
    }

    /// What a station says of the time, on a site where it is 02:00 later than in UTC.
    struct Clock: Sendable, CustomTestStringConvertible {
        /// States of a connector, and the local times told with them.
        var told: [(state: String, time: String)]
        var trusted = true
        /// Seconds ahead of UTC as it was learnt.
        var ahead: Int?
        var testDescription: String { told.map { "\($0.state) \($0.time)" }.joined(separator: ", ") }
    }

    /// The site's time is 2026-11-21T02:41:11Z.
    @Test(arguments: [
        // In the future, so it cannot be old.
        Clock(told: [("Available", "2026-11-21T04:41:09Z")], ahead: 7200),
        // As old as it says, perhaps.
        Clock(told: [("Available", "2026-11-20T21:41:09Z")], ahead: nil),
        Clock(told: [("Available", "2026-11-20T21:41:09Z"), ("Preparing", "2026-11-20T21:41:30Z")], ahead: -18_000),
        Clock(told: [("Available", "2026-11-21T02:41:11Z"), ("Preparing", "2026-11-21T02:41:12Z")], ahead: 0),
        // Half an hour more than five.
        Clock(told: [("Available", "2026-11-21T08:11:09Z")], ahead: 19_800),
        // No zone is like that: the clock is wrong.
        Clock(told: [("Available", "2026-11-21T04:47:11Z")], ahead: nil),
        Clock(told: [("Available", "2026-11-22T04:41:11Z")], ahead: nil),
        // The station was set right.
        Clock(told: [("Available", "2026-11-21T04:41:09Z"), ("Preparing", "2026-11-21T02:41:09Z")], ahead: 0),
        Clock(told: [("Available", "2026-11-21T04:41:09Z")], trusted: false, ahead: nil),
    ])
    func `V17 how far a clock is ahead is learnt from what happens now`(_ example: Clock) async throws {
        try await Bench(quirks: "local_time_with_z = true").run { bench in
            await bench.boot()
            bench.wallClock.set(to: bench.wallClock.now.at, trusted: example.trusted)
            for (state, time) in example.told {
                await bench.tell(
                    "StatusNotification", #"{"connectorId":1,"status":"\#(state)","timestamp":"\#(time)"}"#)
            }
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            await bench.tell(
                "MeterValues",
                #"{"connectorId":1,"transactionId":1001,"meterValue":[{"timestamp":"2026-11-21T04:41:11Z","sampledValue":[{"value":"7"}]}]}"#
            )
            await bench.tell("StopTransaction", #"{"transactionId":1001,"meterStop":9}"#)
            let learnt = bench.recorder.stationEvents.compactMap { event -> (ahead: Int?, isAssumed: Bool)? in
                switch event {
                case .started(let start): (start.clockAheadSeconds, start.zoneAssumed)
                case .metered(let report): (report.clockAheadSeconds, report.clockAheadSeconds == nil)
                case .ended(let end): (end.clockAheadSeconds, end.zoneAssumed)
                default: nil
                }
            }
            #expect(learnt.map(\.ahead) == Array(repeating: example.ahead, count: 3))
            #expect(learnt.map(\.isAssumed) == Array(repeating: example.ahead == nil, count: 3))
        }
    }

    @Test func `V17 a state is told with the time as it is put right, a register with the time as it was told`()
        async throws
    {
        try await Bench(quirks: "local_time_with_z = true").run { bench in
            await bench.boot()
            await bench.tell(
                "StatusNotification",
                #"{"connectorId":1,"status":"Available","timestamp":"2026-11-21T04:41:09Z"}"#)
            let value = #"{"timestamp":"2026-11-21T04:41:11Z","sampledValue":[{"value":"7"}]}"#
            await bench.tell("MeterValues", #"{"connectorId":1,"meterValue":[\#(value)]}"#)
            let times = bench.recorder.stationEvents.compactMap { event -> Timestamp? in
                switch event {
                case .status(let status): status.timestamp
                case .metered(let report): report.values[0].timestamp
                default: nil
                }
            }
            #expect(times == [Timestamp(seconds: 1_795_228_869), Timestamp(seconds: 1_795_236_071)])
        }
    }

    @Test func `nobody else's clock is put right`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            await bench.tell(
                "StatusNotification",
                #"{"connectorId":1,"status":"Available","timestamp":"2026-11-21T04:41:09Z"}"#)
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            guard case .started(let start)? = bench.recorder.stationEvents.last,
                case .status(let status)? = bench.recorder.stationEvents.dropLast().last
            else {
                Issue.record("Nothing was recorded.")
                return
            }
            #expect(start.clockAheadSeconds == nil && !start.zoneAssumed)
            #expect(status.timestamp == Timestamp(seconds: 1_795_236_069))
        }
    }

    /// A transaction from 12000 Wh on, what is sampled meanwhile, and its end.
    struct Units: Sendable, CustomTestStringConvertible {
        /// Values with their units.
        var sampled: [(value: String, unit: String)]
        var context = "Sample.Periodic"
        var stop = 17_000
        /// How many of them are counted.
        var counted: Int
        var isSuspect: Bool
        var testDescription: String { "\(sampled) \(context) \(stop)" }
    }

    @Test(arguments: [
        Units(sampled: [("12010", "Wh"), ("15.5", "kWh"), ("17000", "Wh")], counted: 3, isSuspect: false),
        // kWh called Wh.
        Units(sampled: [("12.01", "Wh"), ("15.5", "Wh")], counted: 0, isSuspect: true),
        // Wh called kWh.
        Units(sampled: [("15500", "kWh")], counted: 0, isSuspect: true),
        Units(sampled: [("13000", "Wh"), ("17500", "Wh")], counted: 2, isSuspect: true),
        // Between the two, and yet the end is another.
        Units(sampled: [("13000", "Wh")], context: "Transaction.End", counted: 1, isSuspect: true),
        Units(sampled: [("16950", "Wh")], context: "Transaction.End", counted: 1, isSuspect: false),
        // Several, and none of them shows what was charged.
        Units(sampled: [("12001", "Wh"), ("12003", "Wh"), ("12005", "Wh")], counted: 3, isSuspect: true),
        Units(
            sampled: [("12001", "Wh"), ("12003", "Wh"), ("12005", "Wh")], stop: 12_010, counted: 3, isSuspect: false),
        Units(sampled: [], counted: 0, isSuspect: false),
    ])
    func `where Wh and kWh are confused, registers are checked against start and stop`(
        _ example: Units
    ) async throws {
        try await Bench(quirks: "energy_unit_suspect = true").run { bench in
            await bench.boot()
            await bench.tell(
                "StartTransaction",
                #"{"connectorId":1,"idTag":"T","meterStart":12000,"timestamp":"2026-11-21T02:41:11Z"}"#)
            for (value, unit) in example.sampled {
                let sample = #"{"value":"\#(value)","unit":"\#(unit)","context":"\#(example.context)"}"#
                await bench.tell(
                    "MeterValues",
                    #"{"connectorId":1,"transactionId":1001,"meterValue":[{"sampledValue":[\#(sample)]}]}"#)
            }
            await bench.tell("StopTransaction", #"{"transactionId":1001,"meterStop":\#(example.stop)}"#)
            let events = bench.recorder.stationEvents
            #expect(events.count { if case .metered = $0 { true } else { false } } == example.counted)
            // What does not count is kept as it came.
            #expect(
                events.count { if case .notice = $0 { true } else { false } }
                    == example.sampled.count - example.counted)
            guard case .ended(let end)? = events.last else {
                Issue.record("No end was recorded.")
                return
            }
            #expect((end.unitSuspect == true) == example.isSuspect)
        }
    }
}
