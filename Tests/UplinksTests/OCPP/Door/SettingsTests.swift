import Charging
import OCPP
import OCPP201
import SchemaSupport
import Synchronization
import Testing
import Uplinks

/// Settings of the connection beside those of the station.
struct SettingsTests {
    /// What was written, in the order it came.
    private final class Slips: Sendable {
        let written = Mutex<[String]>([])

        func settings(password: Bool = false) -> LegSettings {
            var settings = LegSettings()
            settings[.heartbeatInterval] = LegSetting(read: { "300" }) { value in
                self.written.withLock { $0.append(value) }
                return .accepted
            }
            settings[.securityProfile] = .fixed("2")
            settings[.password] = LegSetting(read: { "hunter2hunter2hunter2" })
            if password {
                settings[.password]?.write = { value in
                    self.written.withLock { $0.append(value) }
                    return .accepted
                }
            }
            return settings
        }
    }

    private let secret = "0123456789abcdef0123456789abcdef01234567"

    @Test func `keys of the connection are the lane's and all others the station's`() async throws {
        let trial = try DoorTrial(.ocpp16, settings: Slips().settings())
        let json = try await trial.ask(
            "GetConfiguration",
            #"{"key":["heartbeatinterval","LightIntensity","NumberOfConnectors","WebSocketPingInterval","AuthorizationKey"]}"#
        ).json
        let values = try #require(json?["configurationKey"])
        #expect(values[0]?["key"]?.text == "HeartbeatInterval")
        #expect(values[0]?["value"]?.text == "300")
        #expect(values[1]?["value"]?.text == "2")
        #expect(values[2]?["key"]?.text == "AuthorizationKey")
        #expect(values[2]?["value"] == nil)
        #expect(values[3]?["key"]?.text == "LightIntensity")
        #expect(values.count == 4)
        #expect(json?["unknownKey"]?[0]?.text == "WebSocketPingInterval")
        #expect(trial.control.commands == [.getConfiguration(keys: ["LightIntensity"])])
    }

    @Test func `of all keys those of the station's own connection are left out`() async throws {
        let trial = try DoorTrial(.ocpp16, settings: Slips().settings())
        let values = try await trial.ask("GetConfiguration").json?["configurationKey"]
        let keys = (0..<(values?.count ?? 0)).compactMap { values?[$0]?["key"]?.text }
        #expect(keys.filter { $0 == "HeartbeatInterval" }.count == 1)
        #expect(keys.contains("LightIntensity"))
        #expect(values?[0]?["value"]?.text == "300")
    }

    @Test(arguments: [
        ("HeartbeatInterval", "600", "Accepted", true), ("HeartbeatInterval", "1", "Rejected", false),
        ("HeartbeatInterval", "soon", "Rejected", false), ("SecurityProfile", "1", "Rejected", false),
        ("NumberOfConnectors", "9", "Rejected", false), ("TransactionMessageAttempts", "1", "Rejected", false),
        ("AuthorizationKey", "0123456789abcdef", "Rejected", false),
    ])
    func `what is written to the connection never reaches the station`(
        _ key: String, _ value: String, _ word: String, _ isWritten: Bool
    ) async throws {
        for controls in [true, false] {
            let slips = Slips()
            let trial = try DoorTrial(.ocpp16, controls: controls, settings: slips.settings())
            let answer = try await trial.ask("ChangeConfiguration", #"{"key":"\#(key)","value":"\#(value)"}"#)
            #expect(answer.status == word)
            #expect(slips.written.withLock { $0 } == (isWritten ? [value] : []))
            #expect(trial.control.commands == [])
        }
    }

    @Test func `a password changes on this leg alone, and only where it may`() async throws {
        let slips = Slips()
        let old = try DoorTrial(.ocpp16, settings: slips.settings(password: true))
        let key = #"{"key":"AuthorizationKey","value":"\#(secret)"}"#
        #expect(try await old.ask("ChangeConfiguration", key).status == "Accepted")
        #expect(slips.written.withLock { $0 } == [secret])
        #expect(
            try await old.ask("ChangeConfiguration", #"{"key":"AuthorizationKey","value":"short"}"#).status
                == "Rejected")
        let new = try DoorTrial(.ocpp201, settings: slips.settings(password: true))
        let variable = #""component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}"#
        let set = try await new.ask(
            "SetVariables", #"{"setVariableData":[{"attributeValue":"\#(secret)",\#(variable)}]}"#
        ).json
        #expect(set?["setVariableResult"]?[0]?["attributeStatus"]?.text == "Accepted")
        let get = try await new.ask("GetVariables", #"{"getVariableData":[{\#(variable)}]}"#).json
        #expect(get?["getVariableResult"]?[0]?["attributeStatus"]?.text == "Rejected")
        #expect(get?["getVariableResult"]?[0]?["attributeValue"] == nil)
        #expect(slips.written.withLock { $0 } == [secret, secret])
        #expect(new.control.commands == [] && old.control.commands == [])
    }

    private let four = """
        {"getVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"HeartbeatInterval"}},
        {"component":{"name":"Light"},"variable":{"name":"Brightness"}},
        {"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"ActiveNetworkProfile"}},
        {"component":{"name":"DeviceDataCtrlr"},"variable":{"name":"ItemsPerMessage","instance":"GetVariables"}}]}
        """

    @Test(arguments: [Dialect.ocpp16, .ocpp201])
    func `variables are answered in the order they were asked for`(_ station: Dialect) async throws {
        let trial = try DoorTrial(
            .ocpp201, station: try DoorTrial.site(speaks: station), settings: Slips().settings())
        let results = try await trial.ask("GetVariables", four).json?["getVariableResult"]
        let words = (0..<4).map { results?[$0]?["attributeStatus"]?.text }
        #expect(words == ["Accepted", "Accepted", "UnknownVariable", "Accepted"])
        #expect(results?[0]?["attributeValue"]?.text == "300")
        #expect(results?[1]?["attributeValue"]?.text == (station == .ocpp16 ? "50" : "60"))
        #expect(results?[3]?["attributeValue"]?.text == "50")
        #expect(results?[1]?["component"]?["name"]?.text == "Light")
        #expect(trial.control.commands.count == 1)
    }

    @Test func `a key of a station of 1.6 is a variable of a component of its own`() async throws {
        let trial = try DoorTrial(.ocpp201, station: try DoorTrial.site(speaks: .ocpp16))
        let variable = #""component":{"name":"OCPP16LegacyCtrlr"},"variable":{"name":"BlinkRepeat"}"#
        _ = try await trial.ask("GetVariables", #"{"getVariableData":[{\#(variable)}]}"#)
        _ = try await trial.ask("SetVariables", #"{"setVariableData":[{"attributeValue":"3",\#(variable)}]}"#)
        #expect(
            trial.control.commands == [
                .getConfiguration(keys: ["BlinkRepeat"]), .changeConfiguration(key: "BlinkRepeat", value: "3"),
            ])
    }

    @Test func `each variable that is written has a result of its own`() async throws {
        let slips = Slips()
        let trial = try DoorTrial(
            .ocpp201, station: try DoorTrial.site(speaks: .ocpp16), settings: slips.settings()
        ) { _ in .success(CommandResult(status: "NotSupported")) }
        let json = """
            {"setVariableData":[{"attributeValue":"60","component":{"name":"OCPPCommCtrlr"},
            "variable":{"name":"HeartbeatInterval"}},{"attributeValue":"1","component":{"name":"OCPPCommCtrlr"},
            "variable":{"name":"NetworkConfigurationPriority"}},{"attributeValue":"1","component":{"name":"Light"},
            "variable":{"name":"Brightness"}},{"attributeValue":"1","attributeType":"Target",
            "component":{"name":"Light"},"variable":{"name":"Brightness"}}]}
            """
        let results = try await trial.ask("SetVariables", json).json?["setVariableResult"]
        #expect(
            (0..<4).map { results?[$0]?["attributeStatus"]?.text } == [
                "Accepted", "Rejected", "UnknownVariable", "NotSupportedAttributeType",
            ])
        #expect(results?[1]?["attributeStatusInfo"]?["reasonCode"]?.text == "ReadOnly")
        #expect(slips.written.withLock { $0 } == ["60"])
    }

    @Test func `a report of the device model follows its answer in parts`() async throws {
        let told = (0..<90).map {
            DeviceVariable(
                name: VariableName(component: "Light", variable: "Lamp\($0)"), value: "1",
                mutability: $0 == 0 ? "ReadOnly" : "ReadWrite")
        }
        let trial = try DoorTrial(
            .ocpp201,
            variables: told + [DeviceVariable(name: VariableName(component: nil, variable: "Key"), value: "v")],
            settings: Slips().settings())
        let ask = #"{"requestId":6,"reportBase":"FullInventory"}"#
        #expect(try await trial.ask("GetBaseReport", ask).status == "Accepted")
        let parts = trial.link.messages.compactMap { $0 as? NotifyReport }
        #expect(parts.map(\.seqNo) == [0, 1, 2])
        #expect(parts.map(\.tbc) == [true, true, false])
        #expect(parts.allSatisfy { $0.requestId == 6 })
        let names = parts.flatMap { $0.reportData ?? [] }.map { "\($0.component.name).\($0.variable.name)" }
        #expect(names.contains("OCPP16LegacyCtrlr.Key"))
        #expect(names.contains("OCPPCommCtrlr.HeartbeatInterval"))
        #expect(names.filter { $0.hasPrefix("Light.") }.count == 90)
        let password = parts.flatMap { $0.reportData ?? [] }.first { $0.variable.name == "BasicAuthPassword" }
        #expect(password?.variableAttribute.first?.value == nil)
        #expect(trial.control.commands == [])
    }

    @Test(arguments: [
        (#"{"requestId":6,"componentVariable":[{"component":{"name":"light"}}]}"#, "Accepted", 1),
        (#"{"requestId":6,"componentVariable":[{"component":{"name":"Heater"}}]}"#, "EmptyResultSet", 0),
        (#"{"requestId":6,"componentCriteria":["Problem"]}"#, "NotSupported", 0),
    ])
    func `a report covers what was asked for`(_ json: String, _ word: String, _ count: Int) async throws {
        let told = [DeviceVariable(name: VariableName(component: "Light", variable: "Lamp"), value: "1")]
        let trial = try DoorTrial(.ocpp201, variables: told)
        #expect(try await trial.ask("GetReport", json).status == word)
        #expect(trial.link.messages.count == count)
    }

    @Test func `certificates of the connection stay on it`() async throws {
        let trial = try DoorTrial(.ocpp201)
        #expect(try await trial.ask("CertificateSigned", #"{"certificateChain":"bad"}"#).status == "Rejected")
        let install = #"{"certificateType":"CSMSRootCertificate","certificate":"bad"}"#
        #expect(try await trial.ask("InstallCertificate", install).status == "Failed")
        let trigger = #"{"requestedMessage":"SignChargingStationCertificate"}"#
        #expect(try await trial.ask("TriggerMessage", trigger).status == "Accepted")
        #expect(trial.certificates.log == ["deliver bad", "install bad", "request"])
        #expect(trial.control.commands == [])
        let without = try DoorTrial(.ocpp201, hasCertificates: false)
        #expect(try await without.ask("CertificateSigned", #"{"certificateChain":"P"}"#).status == "Rejected")
        #expect(try await without.ask("TriggerMessage", trigger).status == "Rejected")
        #expect(without.control.commands == [])
    }

    @Test(arguments: [("01", [], "Accepted"), ("02", [true], "Accepted"), ("03", [false], "NotFound")])
    func `the root a station knows this box by is never deleted`(
        _ serial: String, _ asks: [Bool], _ word: String
    ) async throws {
        let trial = try DoorTrial(.ocpp16) { command in
            var result = CommandResult(status: "Accepted")
            if case .listCertificates = command {
                result.certificates = [
                    InstalledCertificate(use: .manufacturerRoot, name: DoorTrial.certificate("02")),
                    InstalledCertificate(use: .csmsRoot, name: DoorTrial.certificate("03")),
                ]
            }
            return .success(result)
        }
        let hash =
            #"{"hashAlgorithm":"SHA256","issuerNameHash":"AA","issuerKeyHash":"BB","serialNumber":"\#(serial)"}"#
        #expect(try await trial.ask("DeleteCertificate", #"{"certificateHashData":\#(hash)}"#).status == word)
        let isDeleted = trial.control.commands.contains { if case .deleteCertificate = $0 { true } else { false } }
        #expect(isDeleted == (asks.first ?? false))
        #expect(trial.control.commands.isEmpty == asks.isEmpty)
    }
}
