import Charging
import Simulator
import Stations
import Testing

/// Commands to stations that need something special, by the switch that says so.
@Suite(.timeLimit(.minutes(1))) struct QuirkCommandTests {
    static func start(_ connector: Int) -> String {
        #""RemoteStartTransaction",{"connectorId":\#(connector),"idTag":"T"}"#
    }
    static func status(_ connector: Int, _ state: String) -> (String, String) {
        ("StatusNotification", #"{"connectorId":\#(connector),"status":"\#(state)"}"#)
    }
    static func maximum(_ limit: Int64, unit: RateUnit = .ampere, kind: ChargingProfile.Kind = .absolute)
        -> ChargingProfile
    {
        ChargingProfile(
            id: 7, purpose: .chargingStationMaxProfile, kind: kind,
            schedule: ChargingSchedule(unit: unit, periods: [.init(startSeconds: 0, limit: ExactDecimal(limit))]))
    }
    static func profile(
        _ connector: Int, id: Int = 7, purpose: String = "TxDefaultProfile", _ limit: String, unit: String = "A",
        kind: String = "Absolute"
    ) -> String {
        let start = kind == "Absolute" ? #","startSchedule":"2026-11-21T02:41:11Z""# : ""
        return
            #""SetChargingProfile",{"connectorId":\#(connector),"csChargingProfiles":{"chargingProfileId":\#(id),"chargingProfileKind":"\#(kind)","chargingProfilePurpose":"\#(purpose)","chargingSchedule":{"chargingRateUnit":"\#(unit)","chargingSchedulePeriod":[{"limit":\#(limit),"startPeriod":0}]\#(start)},"stackLevel":0}}"#
    }

    static let names = "name_connector_on_remote_start = true"
    static let replaced = "This station does not obey a ChargePointMaxProfile; a TxDefaultProfile took its place."

    static let all = [
        CommandCase("V11 no connector is known", .requestStart(tag: "T", evse: nil), [Step(start(1))], quirks: names),
        CommandCase(
            "V11 the connector with a car", .requestStart(tag: "T", evse: nil), [Step(start(2))], quirks: names,
            said: [status(1, "Available"), status(2, "Preparing")]),
        CommandCase(
            "V11 the first that is free", .requestStart(tag: "T", evse: nil),
            [Step(start(2), #"{"status":"Rejected"}"#)], CommandResult("Rejected"), quirks: names,
            said: [status(1, "Charging"), status(2, "Available"), status(3, "Available")]),
        CommandCase(
            "V12 a profile for connector 0 becomes one for each",
            .setChargingProfile(
                ChargingProfile(
                    id: 7, purpose: .txDefaultProfile,
                    schedule: ChargingSchedule(
                        unit: .ampere, periods: [.init(startSeconds: 0, limit: ExactDecimal(16))])), evse: 0),
            [Step(profile(1, "16")), Step(profile(2, id: 1_900_007_002, "16"))],
            CommandResult(
                "Accepted",
                remark: "This station takes no profiles for connector 0; each connector was sent its own."),
            quirks: "charging_profile_connector_zero = false", said: CommandCase.twoConnectors),
        CommandCase(
            "V12 they are cleared together", .clearChargingProfiles(ProfileCriteria(ids: [7])),
            [Step(#""ClearChargingProfile",{"id":7}"#), Step(#""ClearChargingProfile",{"id":1900007002}"#)],
            quirks: "charging_profile_connector_zero = false", said: CommandCase.twoConnectors),
        CommandCase(
            "a maximum that is not obeyed is shared", .setChargingProfile(maximum(25), evse: 0),
            [Step(profile(0, "12.5"))],
            CommandResult("Accepted", remark: replaced + " The limit was shared equally by 2 connectors."),
            quirks: "charge_point_max_profile = false", said: CommandCase.twoConnectors),
        CommandCase(
            "a share too small is a pause", .setChargingProfile(maximum(11), evse: 0), [Step(profile(0, "0"))],
            CommandResult("Accepted", remark: replaced + " The limit was shared equally by 2 connectors."),
            quirks: "charge_point_max_profile = false", said: CommandCase.twoConnectors),
        CommandCase(
            "EVBox: neither connector 0 nor a maximum", .setChargingProfile(maximum(32), evse: 0),
            [Step(profile(1, "16")), Step(profile(2, id: 1_900_007_002, "16"), #"{"status":"Rejected"}"#)],
            CommandResult(
                "Rejected",
                remark: "This station takes no profiles for connector 0; each connector was sent its own. " + replaced
                    + " Connector 2 said so; those before it accepted. The limit was shared equally by 2 connectors."),
            quirks: "charging_profile_connector_zero = false\ncharge_point_max_profile = false",
            said: CommandCase.twoConnectors),
        CommandCase(
            "Huawei takes only watts", .setChargingProfile(maximum(16), evse: 0),
            [Step(profile(0, purpose: "ChargePointMaxProfile", "11040", unit: "W"))],
            CommandResult(
                "Accepted", remark: "The limits were sent in W, the only unit this station takes."),
            quirks: "charging_rate_unit = \"W\""),
        CommandCase(
            "only amperes", .setChargingProfile(maximum(5000, unit: .watt), evse: 0),
            [Step(profile(0, purpose: "ChargePointMaxProfile", "7.2"))],
            CommandResult("Accepted", remark: "The limits were sent in A, the only unit this station takes."),
            quirks: "charging_rate_unit = \"A\""),
        CommandCase(
            "Wallbox takes only relative profiles", .setChargingProfile(maximum(16), evse: 0),
            [Step(profile(0, purpose: "ChargePointMaxProfile", "16", kind: "Relative"))],
            CommandResult("Accepted", remark: "The profile was sent as Relative, the only kind this station takes."),
            quirks: "charging_profile_kind = \"Relative\""),
        CommandCase(
            "only absolute profiles", .setChargingProfile(maximum(16, kind: .relative), evse: 0),
            [Step(profile(0, purpose: "ChargePointMaxProfile", "16"))],
            CommandResult("Accepted", remark: "The profile was sent as Absolute, the only kind this station takes."),
            quirks: "charging_profile_kind = \"Absolute\""),
        CommandCase(
            "the schedule of a station that knows only watts",
            .getCompositeSchedule(evse: 1, seconds: 9, unit: .ampere),
            [
                Step(
                    #""GetCompositeSchedule",{"chargingRateUnit":"W","connectorId":1,"duration":9}"#,
                    #"{"status":"Rejected"}"#)
            ],
            CommandResult(
                "Rejected", remark: "The station knows limits in W only, so the schedule is in that unit."),
            quirks: "charging_rate_unit = \"W\""),
        CommandCase(
            "Q42 a key is called by the station's name",
            .changeConfiguration(key: "ConnectionTimeOut", value: "60"),
            [Step(#""ChangeConfiguration",{"key":"ConnectionTimeout","value":"60"}"#)],
            CommandResult("Accepted", remark: "This station calls the key ConnectionTimeout."),
            quirks: #"configuration_key_names = { ConnectionTimeOut = "ConnectionTimeout" }"#),
        CommandCase(
            "Q42 and read by that of the standard", .getConfiguration(keys: ["connectiontimeout", "X"]),
            [
                Step(
                    #""GetConfiguration",{"key":["ConnectionTimeout","X"]}"#,
                    #"{"configurationKey":[{"key":"ConnectionTimeout","readonly":false,"value":"60"}],"unknownKey":["X"]}"#
                )
            ],
            CommandResult(
                status: "Accepted",
                configuration: [ConfigurationValue(key: "ConnectionTimeOut", value: "60", readonly: false)],
                unknownKeys: ["X"]),
            quirks: #"configuration_key_names = { ConnectionTimeOut = "ConnectionTimeout" }"#),
        CommandCase(
            "an allowed list of measurands",
            .changeConfiguration(key: "MeterValuesSampledData", value: "Voltage.L1, Power.Active.Import"),
            [
                Step(
                    #""ChangeConfiguration",{"key":"MeterValuesSampledData","value":"Voltage.L1, Power.Active.Import"}"#
                )
            ], quirks: #"allowed_measurands = ["Power.Active.Import", "Voltage"]"#),
        CommandCase(
            "an interval that is off", .changeConfiguration(key: "MeterValueSampleInterval", value: "0"),
            [Step(#""ChangeConfiguration",{"key":"MeterValueSampleInterval","value":"0"}"#)],
            quirks: "shortest_sample_interval_seconds = 30"),
        CommandCase(
            "V16 stop lists that are not empty",
            .changeConfiguration(key: "StopTxnSampledData", value: "Energy.Active.Import.Register"),
            [Step(#""ChangeConfiguration",{"key":"StopTxnSampledData","value":"Energy.Active.Import.Register"}"#)],
            quirks: "keep_stop_measurands = true"),
    ]

    @Test(arguments: all)
    func `a station that needs something special gets it`(_ example: CommandCase) async throws {
        try await example.run()
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var quirks: String
        var command: Command
        var reason: String
        var said: [(String, String)] = []
        var testDescription: String { reason }
    }

    static let unplug =
        "The cable has to be unplugged before this station starts another session; unplug it and try again (Test: seen)."

    @Test(arguments: [
        Refusal(
            quirks: "unplug_before_next_session = true", command: .requestStart(tag: "T", evse: 1), reason: unplug,
            said: [status(1, "Finishing")]),
        Refusal(
            quirks: "unplug_before_next_session = true", command: .requestStart(tag: "T", evse: nil), reason: unplug,
            said: [status(1, "Finishing"), status(2, "Finishing")]),
        Refusal(
            quirks: "max_stack_level = 0",
            command: .setChargingProfile(CommandFrameTests.profile, evse: 0),
            reason: "This station takes stack levels up to 0 only; send the profile on one of them (Test: seen)."),
        Refusal(
            quirks: "charging_profile_kind = \"Recurring\"",
            command: .setChargingProfile(maximum(6), evse: 0),
            reason: "This station takes Recurring profiles only; send the profile as one (Test: seen)."),
        Refusal(
            quirks: #"allowed_measurands = ["Voltage"]"#,
            command: .changeConfiguration(key: "MeterValuesSampledData", value: "Voltage,\"SoC\""),
            reason: "This station must not be told to sample SoC; leave it out (Test: seen)."),
        Refusal(
            quirks: #"refused_measurands = ["Power.Offered"]"#,
            command: .changeConfiguration(key: "metervaluessampleddata", value: "Voltage, power.offered"),
            reason: "This station must not be told to sample power.offered; leave it out (Test: seen)."),
        Refusal(
            quirks: "shortest_sample_interval_seconds = 30",
            command: .changeConfiguration(key: "MeterValueSampleInterval", value: "29"),
            reason:
                "This station must not sample more often than every 30 s; write 30 or more (Test: seen)."),
        Refusal(
            quirks: "keep_stop_measurands = true",
            command: .changeConfiguration(key: "StopTxnAlignedData", value: " \"\" "),
            reason:
                "This station loses signed values when StopTxnAlignedData is empty; write at least one measurand (Test: seen)."
        ),
    ])
    func `what a station does not bear is refused with its reason, and nothing is sent`(
        _ example: Refusal
    ) async throws {
        try await Bench(quirks: example.quirks).run { bench in
            await bench.boot()
            for (action, payload) in example.said { await bench.tell(action, payload) }
            let before = bench.link.sent.count
            #expect(await bench.attempt(example.command) == .failure(.unsupported(example.reason)))
            #expect(bench.link.sent.count == before)
        }
    }

    @Test func `V13 once the cable is unplugged a session may start`() async throws {
        try await Bench(quirks: "unplug_before_next_session = true").run { bench in
            await bench.boot()
            await bench.tell(Self.status(1, "Finishing").0, Self.status(1, "Finishing").1)
            #expect(
                await bench.attempt(.requestStart(tag: "T", evse: 1)) == .failure(.unsupported(Self.unplug)))
            await bench.tell(Self.status(1, "Available").0, Self.status(1, "Available").1)
            #expect(
                await bench.attempt(.requestStart(tag: "T", evse: 1), answering: [Step(Self.start(1))])
                    == .success(CommandResult("Accepted")))
        }
    }

    @Test func `a slow station has the time it needs`() async throws {
        try await Bench(quirks: "answer_timeout_seconds = 90").run { bench in
            await bench.boot()
            async let result = bench.attempt(.clearCache)
            let call = await bench.link.next()
            bench.clock.advance(by: .seconds(89))
            bench.link.station.yield(call.answered(#"{"status":"Accepted"}"#))
            #expect(await result == .success(CommandResult("Accepted")))
            async let lost = bench.attempt(.clearCache)
            _ = await bench.link.next()
            bench.clock.advance(by: .seconds(90))
            #expect(await lost == .failure(.timedOut))
        }
    }

    static let rejectsProfile = "profile_in_remote_start = false"
    static let limited = Command.requestStart(
        tag: "T", evse: 1,
        profile: ChargingProfile(
            id: 7, purpose: .txProfile,
            schedule: ChargingSchedule(unit: .ampere, periods: [.init(startSeconds: 0, limit: ExactDecimal(10))])))

    @Test func `Q09 a profile follows its start once the transaction runs`() async throws {
        try await Bench(quirks: Self.rejectsProfile).run { bench in
            await bench.boot()
            #expect(
                await bench.attempt(Self.limited, answering: [Step(Self.start(1))])
                    == .success(
                        CommandResult(
                            "Accepted",
                            remark: "This station takes no profile with a start; it is sent once the transaction runs.")
                    ))
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            await bench.answer([
                Step(
                    Self.profile(1, purpose: "TxProfile", "10").replacing(
                        #""stackLevel":0"#, with: #""stackLevel":0,"transactionId":1001"#))
            ])
            // Only once.
            await bench.tell(CommandCase.running.0, CommandCase.running.1.replacing("5,", with: "6,"))
            #expect(await bench.ask(#"[2,"1","Heartbeat",{}]"#).hasPrefix(#"[3,"1""#))
        }
    }

    @Test(arguments: [#"{"status":"Rejected"}"#, "ProtocolError"])
    func `Q09 a start that was refused leaves no profile behind`(_ answer: String) async throws {
        try await Bench(quirks: Self.rejectsProfile).run { bench in
            await bench.boot()
            _ = await bench.attempt(Self.limited, answering: [Step(Self.start(1), answer)])
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            #expect(await bench.ask(#"[2,"1","Heartbeat",{}]"#).hasPrefix(#"[3,"1""#))
        }
    }
}
