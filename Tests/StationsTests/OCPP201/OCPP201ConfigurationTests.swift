import Charging
import OCPP
import Simulator
import Stations
import Testing

@Suite(.timeLimit(.minutes(1))) struct OCPP201ConfigurationTests {
    private static func get(_ names: (String, String)...) -> String {
        let data = names.map { #"{"component":{"name":"\#($0)"},"variable":{"name":"\#($1)"}}"# }
        return #""GetVariables",{"getVariableData":[\#(data.joined(separator: ","))]}"#
    }

    private static func got(_ values: (String, String, String, String?)...) -> String {
        let results = values.map { status, component, variable, value in
            #"{"attributeStatus":"\#(status)","component":{"name":"\#(component)"},"variable":{"name":"\#(variable)"}"#
                + (value.map { #","attributeValue":"\#($0)""# } ?? "") + "}"
        }
        return #"{"getVariableResult":[\#(results.joined(separator: ","))]}"#
    }

    private static func set(_ component: String, _ variable: String, _ value: String) -> String {
        #""SetVariables",{"setVariableData":[{"attributeValue":"\#(value)","component":{"name":"\#(component)"},"variable":\#(variable)}]}"#
    }

    private static func took(_ status: String) -> String {
        #"{"setVariableResult":[{"attributeStatus":"\#(status)","component":{"name":"C"},"variable":{"name":"V"}}]}"#
    }

    @Test func `keys of both versions are read as the variables they are`() async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            let keys = [
                "heartbeatinterval", "ChargingScheduleAllowedChargingRateUnit", "SecurityCtrlr.BasicAuthPassword",
                "X.Y", "NoSuchKey",
            ]
            var result = CommandResult(
                status: "Accepted",
                configuration: [
                    ConfigurationValue(key: keys[0], value: "30", readonly: false),
                    ConfigurationValue(key: keys[1], value: "Current,Power", readonly: false),
                    ConfigurationValue(key: keys[2], value: nil, readonly: false),
                ])
            result.unknownKeys = ["NoSuchKey", "X.Y"]
            await bench.expect(
                .getConfiguration(keys: keys),
                makes: [
                    .init(
                        Self.get(
                            ("OCPPCommCtrlr", "HeartbeatInterval"), ("SmartChargingCtrlr", "RateUnit"),
                            ("SecurityCtrlr", "BasicAuthPassword"), ("X", "Y")),
                        // In another order and another case.
                        Self.got(
                            ("UnknownComponent", "X", "Y", nil), ("Accepted", "smartchargingctrlr", "rateunit", "A,W"),
                            ("Rejected", "SecurityCtrlr", "BasicAuthPassword", nil),
                            ("Accepted", "OCPPCommCtrlr", "HeartbeatInterval", "30")))
                ], .success(result))
        }
    }

    @Test func `many keys are asked for in several messages`() async throws {
        let settings = OCPPSettings(asksForReport: false, variablesPerMessage: 2)
        try await Bench(.ocpp201, settings: settings).run { bench in
            await bench.boot()
            await bench.expect(
                .getConfiguration(keys: ["A.1", "A.2", "A.3"]),
                makes: [
                    .init(
                        Self.get(("A", "1"), ("A", "2")),
                        Self.got(("Accepted", "A", "1", "x"), ("Accepted", "A", "2", "y"))),
                    .init(Self.get(("A", "3")), Self.got(("Accepted", "A", "3", "z"))),
                ],
                .success(
                    CommandResult(
                        status: "Accepted",
                        configuration: [("A.1", "x"), ("A.2", "y"), ("A.3", "z")].map {
                            ConfigurationValue(key: $0, value: $1, readonly: false)
                        })))
        }
    }

    @Test func `all keys come as a report`() async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            await bench.expect(
                .getConfiguration(keys: []),
                makes: [.init(#""GetBaseReport",{"requestId":721487048,"reportBase":"ConfigurationInventory"}"#)],
                .success(
                    .accepted.with(remark: "The values follow as reports of the station; look at its variables.")))
        }
    }

    @Test func `a name with all its parts is written as it is`() async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            await bench.expect(
                .changeConfiguration(key: "Connector[left]@1:2.Limit[day]", value: "5"),
                makes: [
                    .init(
                        #""SetVariables",{"setVariableData":[{"attributeValue":"5","component":{"name":"Connector","evse":{"id":1,"connectorId":2},"instance":"left"},"variable":{"name":"Limit","instance":"day"}}]}"#,
                        #"{"setVariableResult":[{"attributeStatus":"UnknownVariable","component":{"name":"C"},"variable":{"name":"V"},"attributeStatusInfo":{"reasonCode":"NotFound"}}]}"#
                    )
                ], .success(CommandResult(status: "UnknownVariable", reason: "NotFound")))
        }
    }

    @Test(arguments: [
        (
            "TransactionMessageAttempts", "3",
            set("OCPPCommCtrlr", #"{"name":"MessageAttempts","instance":"TransactionEvent"}"#, "3")
        ),
        ("MeterValueSampleInterval", "60", set("SampledDataCtrlr", #"{"name":"TxUpdatedInterval"}"#, "60")),
        ("ChargingScheduleAllowedChargingRateUnit", "Current", set("SmartChargingCtrlr", #"{"name":"RateUnit"}"#, "A")),
    ])
    func `a key of 1_6 is written as its variable`(_ key: String, _ value: String, _ call: String) async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            await bench.expect(
                .changeConfiguration(key: key, value: value), makes: [.init(call, Self.took("RebootRequired"))],
                .success(CommandResult(status: "RebootRequired")))
        }
    }

    private static let asking = get(
        ("SecurityCtrlr", "SecurityProfile"), ("OCPPCommCtrlr", "NetworkConfigurationPriority"))

    private static func present(_ profile: String?, _ priority: String?) -> String {
        got(
            (profile == nil ? "UnknownVariable" : "Accepted", "SecurityCtrlr", "SecurityProfile", profile),
            (
                priority == nil ? "UnknownVariable" : "Accepted", "OCPPCommCtrlr", "NetworkConfigurationPriority",
                priority
            ))
    }

    /// With or without blanks after the commas (V10): the slot of the connection that works must stay as it is.
    @Test(arguments: [("1,3", "2", "2,1,3"), ("1, 2, 3", "4", "4,1,2,3")])
    func `a security profile is raised beside the old one`(
        _ slots: String, _ slot: String, _ order: String
    ) async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            await bench.expect(
                .raiseSecurityProfile(SecurityProfileChange(profile: 2, url: "wss://box/ocpp")),
                makes: [
                    .init(Self.asking, Self.present("1", slots)),
                    .init(
                        #""SetNetworkProfile",{"configurationSlot":\#(slot),"connectionData":{"ocppVersion":"OCPP20","ocppTransport":"JSON","ocppCsmsUrl":"wss://box/ocpp","messageTimeout":30,"securityProfile":2,"ocppInterface":"Wired0"}}"#
                    ),
                    .init(
                        Self.set("OCPPCommCtrlr", #"{"name":"NetworkConfigurationPriority"}"#, order),
                        Self.took("RebootRequired")),
                ],
                .success(
                    CommandResult(status: "RebootRequired").with(
                        remark:
                            "The new connection is stored in slot \(slot), for the interface Wired0; reset the station to use it."
                    )))
        }
    }

    @Test(arguments: [
        ("2", "The station has security profile 2; it can only be raised."),
        ("3", "The station has security profile 3; it can only be raised."),
        (nil, "The station does not say which security profile it has, so it is left as it is."),
    ])
    func `a security profile is never lowered`(_ present: String?, _ reason: String) async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            await bench.expect(
                .raiseSecurityProfile(SecurityProfileChange(profile: 2, url: "wss://box/ocpp")),
                makes: [.init(Self.asking, Self.present(present, nil))], .failure(.unsupported(reason)))
        }
    }

    @Test(arguments: [(2, nil), (2, "ws://box"), (0, "ws://box"), (4, "wss://box")])
    func `a security profile without a fitting URL is refused`(_ profile: Int, _ url: String?) async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            let result = await bench.attempt(.raiseSecurityProfile(SecurityProfileChange(profile: profile, url: url)))
            guard case .failure(.unsupported) = result else {
                Issue.record("It was not refused: \(result)")
                return
            }
        }
    }
}
