import Charging
import Simulator
import Stations
import Testing

/// The one word of load management: every limit carries its own end, in whatever form the station takes.
@Suite(.timeLimit(.minutes(1))) struct LimitTests {
    static func limit(_ evse: Int, _ amperes: String = "16", safe: String = "8") -> Command {
        .limit(CurrentLimit(evse: evse, amperes: ExactDecimal(amperes)!, safeAmperes: ExactDecimal(safe)!))
    }

    /// The standing form on a connector.
    static func standing(
        _ connector: Int, _ limit: String = "16.0", _ safe: String = "8.0", unit: String = "A"
    ) -> String {
        #""SetChargingProfile",{"connectorId":\#(connector),"csChargingProfiles":{"chargingProfileId":\#(2_000_000_000 + connector),"chargingProfileKind":"Absolute","chargingProfilePurpose":"TxDefaultProfile","chargingSchedule":{"chargingRateUnit":"\#(unit)","chargingSchedulePeriod":[{"limit":\#(limit),"startPeriod":0},{"limit":\#(safe),"startPeriod":180}],"startSchedule":"2026-11-21T02:41:06Z"},"stackLevel":0}}"#
    }

    /// The form for transaction 1001 on connector 1.
    static func running(_ limit: String = "16", _ safe: String = "8") -> String {
        #""SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":2000001001,"chargingProfileKind":"Absolute","chargingProfilePurpose":"TxProfile","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"limit":\#(limit),"startPeriod":0},{"limit":\#(safe),"startPeriod":180}],"startSchedule":"2026-11-21T02:41:06Z"},"stackLevel":0,"transactionId":1001}}"#
    }

    static let rejected = #"{"status":"Rejected"}"#
    static let onlyWatts = "charging_rate_unit = \"W\""
    static let onlyRelative = "charging_profile_kind = \"Relative\""

    static let all = [
        CommandCase(
            "no transaction", limit(1), [Step(standing(1, "16", "8"))],
            CommandResult("Accepted", remark: "It was sent as TxDefaultProfile for connector 1.")),
        CommandCase(
            "a transaction that runs", limit(1), [Step(running())],
            CommandResult("Accepted", remark: "It was sent as TxProfile for transaction 1001 on connector 1."),
            said: [CommandCase.running]),
        CommandCase(
            "a transaction of an earlier connection", limit(1), [Step(running().replacing("1001}}", with: "77}}"))],
            CommandResult("Accepted", remark: "It was sent as TxProfile for transaction 77 on connector 1."),
            said: [("MeterValues", meterValues(77))]),
        CommandCase(
            "a transaction that ended", limit(1), [Step(standing(1, "16", "8"))],
            CommandResult("Accepted", remark: "It was sent as TxDefaultProfile for connector 1."),
            said: [
                CommandCase.running, ("StopTransaction", #"{"transactionId":1001,"meterStop":9}"#),
                ("MeterValues", meterValues(1001)),
            ]),
        CommandCase(
            "a TxProfile is refused", limit(1), [Step(running(), rejected), Step(standing(1, "16", "8"))],
            CommandResult(
                "Accepted",
                remark:
                    "TxProfile for transaction 1001 on connector 1: refused. It was sent as TxDefaultProfile for connector 1."
            ), said: [CommandCase.running]),
        CommandCase(
            "a TxProfile is refused with an error", limit(1),
            [
                Step(running(), "PropertyConstraintViolation"),
                Step(standing(1, "16", "8"), #"{"status":"NotSupported"}"#),
            ],
            CommandResult(
                "NotSupported",
                remark:
                    "TxProfile for transaction 1001 on connector 1: refused. TxDefaultProfile for connector 1: refused."
            ), said: [CommandCase.running]),
        CommandCase(
            "the whole station", limit(0, "9.99", safe: "5.9"), [Step(standing(0, "9.9", "0"))],
            CommandResult("Accepted", remark: "It was sent as TxDefaultProfile for connector 0."),
            said: CommandCase.twoConnectors),
        CommandCase(
            "V12 a station that rejects connector 0", limit(0),
            [
                Step(standing(0, "16", "8"), rejected), Step(standing(1, "16", "8")), Step(standing(2, "16", "8")),
            ],
            CommandResult(
                "Accepted",
                remark:
                    "TxDefaultProfile for connector 0: refused. It was sent as TxDefaultProfile for connector 1. It was sent as TxDefaultProfile for connector 2."
            ), said: CommandCase.twoConnectors),
        CommandCase(
            "V12 a station that answers connector 0 with an error", limit(0),
            [
                Step(standing(0, "16", "8"), "PropertyConstraintViolation"), Step(standing(1, "16", "8"), rejected),
                Step(standing(2, "16", "8")),
            ],
            CommandResult(
                "Rejected",
                remark:
                    "TxDefaultProfile for connector 0: refused. TxDefaultProfile for connector 1: refused. It was sent as TxDefaultProfile for connector 2."
            ), said: CommandCase.twoConnectors),
        CommandCase(
            "V12 a station known to reject connector 0", limit(0),
            [Step(standing(1, "16", "8")), Step(standing(2, "16", "8"))],
            CommandResult(
                "Accepted",
                remark:
                    "It was sent as TxDefaultProfile for connector 1. It was sent as TxDefaultProfile for connector 2."
            ), quirks: "charging_profile_connector_zero = false", said: CommandCase.twoConnectors),
        CommandCase(
            "the whole station while a transaction runs", limit(0), [Step(running()), Step(standing(2, "16", "8"))],
            CommandResult(
                "Accepted",
                remark:
                    "It was sent as TxProfile for transaction 1001 on connector 1. It was sent as TxDefaultProfile for connector 2."
            ), said: CommandCase.twoConnectors + [CommandCase.running]),
        CommandCase(
            "only watts", limit(2, "16", safe: "6"), [Step(standing(2, "11040", "4140", unit: "W"))],
            CommandResult("Accepted", remark: "It was sent as TxDefaultProfile for connector 2."), quirks: onlyWatts),
        CommandCase(
            "only certain currents", limit(1, "12.5", safe: "9"), [Step(standing(1, "10", "8"))],
            CommandResult(
                "Accepted",
                remark:
                    "It was sent as TxDefaultProfile for connector 1. 12.5 A became 10 A, for this station sets certain currents only. 9 A became 8 A, for this station sets certain currents only."
            ), quirks: "current_steps = [6, 8, 10, 13, 16]"),
        CommandCase(
            "0 A ends the transaction", limit(1, "5", safe: "8"), [Step(running("0"))],
            CommandResult(
                "Accepted",
                remark:
                    "It was sent as TxProfile for transaction 1001 on connector 1. At 0 this station ends the transaction; to go on takes a new remote start."
            ), quirks: "limit_zero_ends_transaction = true", said: [CommandCase.running]),
        CommandCase(
            "only relative profiles, counted from the start of the transaction", limit(1),
            [
                Step(
                    #""SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":2000001001,"chargingProfileKind":"Relative","chargingProfilePurpose":"TxProfile","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"limit":16,"startPeriod":0},{"limit":8,"startPeriod":235}]},"stackLevel":0,"transactionId":1001}}"#
                )
            ],
            CommandResult(
                "Accepted",
                remark:
                    "It was sent as TxProfile for transaction 1001 on connector 1. The profile was sent as Relative, the only kind this station takes."
            ), quirks: onlyRelative, said: [CommandCase.running]),
        CommandCase(
            "only relative profiles, and the start is not known: the lower limit holds for ever", limit(1),
            [
                Step(
                    #""SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":2000001001,"chargingProfileKind":"Relative","chargingProfilePurpose":"TxProfile","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"limit":8,"startPeriod":0}]},"stackLevel":0,"transactionId":77}}"#
                )
            ],
            CommandResult(
                "Accepted",
                remark:
                    "It was sent as TxProfile for transaction 77 on connector 1. The profile was sent as Relative, the only kind this station takes."
            ), quirks: onlyRelative, said: [("MeterValues", meterValues(77))]),
    ]

    static func meterValues(_ transaction: Int) -> String {
        #"{"connectorId":1,"transactionId":\#(transaction),"meterValue":[{"sampledValue":[{"value":"7"}]}]}"#
    }

    @Test(arguments: all)
    func `a limit carries its own end, and takes the way the station takes`(_ example: CommandCase) async throws {
        try await example.run()
    }

    /// V10: stations write units and lists in their own way.
    @Test(arguments: ["Power", "\"Power\"", " W ", "'W'", "Power, Power"])
    func `V10 a station that says it takes only watts is told watts`(_ units: String) async throws {
        try await Bench().run { bench in
            await bench.boot()
            let told = units.replacing("\"", with: #"\""#)
            _ = await bench.attempt(
                .getConfiguration(keys: ["ChargingScheduleAllowedChargingRateUnit"]),
                answering: [
                    Step(
                        #""GetConfiguration",{"key":["ChargingScheduleAllowedChargingRateUnit"]}"#,
                        #"{"configurationKey":[{"key":"ChargingScheduleAllowedChargingRateUnit","readonly":true,"value":"\#(told)"}]}"#
                    )
                ])
            let result = await bench.attempt(
                Self.limit(1, "16", safe: "6"), answering: [Step(Self.standing(1, "11040", "4140", unit: "W"))])
            #expect(
                result
                    == .success(
                        CommandResult("Accepted", remark: "It was sent as TxDefaultProfile for connector 1.")))
        }
    }

    @Test func `a lost answer is no refusal, and no other way is tried`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            async let result = bench.attempt(Self.limit(1))
            _ = await bench.link.next()
            bench.clock.advance(by: .seconds(30))
            #expect(await result == .failure(.timedOut))
        }
    }
}
