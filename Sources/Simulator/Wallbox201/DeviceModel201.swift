import OCPP
import OCPP201

/// The components and variables of a simulated 2.0.1 wallbox. OCPP 2.0.1 Part 2, appendix 3.
struct DeviceModel201: Sendable {
    struct Key: Hashable, Sendable {
        var component: String
        var variable: String

        static let heartbeatInterval = Key(component: "OCPPCommCtrlr", variable: "HeartbeatInterval")
        static let sampleInterval = Key(component: "SampledDataCtrlr", variable: "TxUpdatedInterval")
        static let password = Key(component: "SecurityCtrlr", variable: "BasicAuthPassword")
    }

    private struct Entry: Sendable {
        var key: Key
        var value: String
        var mutability: Mutability
        var type: DataType
        var unit: String?
    }

    private var entries: [Entry]
    /// A password that was set and is not in use yet.
    private var newPassword: String?

    init(_ configuration: SimulatedWallbox.Configuration) {
        func entry(
            _ component: String, _ variable: String, _ value: String, _ type: DataType,
            _ mutability: Mutability = .readOnly, unit: String? = nil
        ) -> Entry {
            Entry(
                key: Key(component: component, variable: variable), value: value, mutability: mutability, type: type,
                unit: unit)
        }
        entries = [
            entry("ChargingStation", "Model", configuration.model, .string),
            entry("ChargingStation", "VendorName", configuration.vendor, .string),
            entry("ChargingStation", "AvailabilityState", "Available", .optionList),
            entry("ChargingStation", "SupplyPhases", "3", .integer),
            entry("OCPPCommCtrlr", "HeartbeatInterval", "300", .integer, .readWrite, unit: "s"),
            entry("OCPPCommCtrlr", "OfflineThreshold", "60", .integer, .readWrite, unit: "s"),
            entry(
                "SampledDataCtrlr", "TxUpdatedInterval", "\(configuration.sampleInterval)", .integer, .readWrite,
                unit: "s"),
            entry(
                "SampledDataCtrlr", "TxUpdatedMeasurands",
                "Energy.Active.Import.Register,Power.Active.Import,Current.Import", .memberList),
            entry("TxCtrlr", "EVConnectionTimeOut", "60", .integer, .readWrite, unit: "s"),
            entry("SecurityCtrlr", "SecurityProfile", configuration.password == nil ? "0" : "1", .integer),
            entry("SecurityCtrlr", "BasicAuthPassword", "", .string, .writeOnly),
            entry("SmartChargingCtrlr", "Available", "true", .boolean),
            entry("ReservationCtrlr", "Available", "true", .boolean),
            entry("ReservationCtrlr", "NonEvseSpecific", "false", .boolean),
            entry("LocalAuthListCtrlr", "Available", "false", .boolean),
        ]
    }

    /// The value as a number of seconds.
    func seconds(_ key: Key) -> Int { entries.first { $0.key == key }.flatMap { Int($0.value) } ?? 0 }

    mutating func set(_ key: Key, to value: String) {
        if let index = entries.firstIndex(where: { $0.key == key }) { entries[index].value = value }
    }

    /// Hands a new password over, once.
    mutating func takePassword() -> String? {
        defer { newPassword = nil }
        return newPassword
    }

    mutating func set(_ data: SetVariableData) -> SetVariableResult {
        SetVariableResult(
            attributeStatus: take(data), component: data.component, variable: data.variable,
            attributeType: data.attributeType)
    }

    private mutating func take(_ data: SetVariableData) -> String {
        guard data.attributeType ?? .actual == .actual else { return "NotSupportedAttributeType" }
        switch find(data.component, data.variable) {
        case .failure(let status): return status.text
        case .success(let index):
            let value = data.attributeValue.text
            let isNumber = entries[index].type == .integer
            guard entries[index].mutability != .readOnly, !isNumber || Int(value).map({ $0 >= 0 }) == true else {
                return "Rejected"
            }
            if entries[index].key == .password { newPassword = value } else { entries[index].value = value }
            return "Accepted"
        }
    }

    func answer(to call: GetVariables) -> GetVariables.Response {
        GetVariables.Response(
            getVariableResult: call.getVariableData.map { data in
                var result = GetVariableResult(
                    attributeStatus: "Accepted", component: data.component, variable: data.variable,
                    attributeType: data.attributeType)
                switch find(data.component, data.variable) {
                case .failure(let status): result.attributeStatus = status.text
                case .success where data.attributeType ?? .actual != .actual:
                    result.attributeStatus = "NotSupportedAttributeType"
                case .success(let index) where entries[index].mutability == .writeOnly:
                    result.attributeStatus = "Rejected"
                case .success(let index): result.attributeValue = entries[index].value
                }
                return result
            })
    }

    private struct Unknown: Error {
        var text: String
    }

    private func find(_ component: Component, _ variable: Variable) -> Result<Int, Unknown> {
        let key = Key(component: component.name.text, variable: variable.name.text)
        if component.evse == nil, component.instance == nil, variable.instance == nil,
            let index = entries.firstIndex(where: { $0.key == key })
        {
            return .success(index)
        }
        let isKnown = entries.contains { $0.key.component == key.component }
        return .failure(Unknown(text: isKnown ? "UnknownVariable" : "UnknownComponent"))
    }

    /// All of it, as a base report tells it.
    var report: [ReportData] {
        entries.map { entry in
            ReportData(
                component: Component(name: Text(entry.key.component)),
                variable: Variable(name: Text(entry.key.variable)),
                variableAttribute: [
                    VariableAttribute(
                        type: .actual, value: entry.mutability == .writeOnly ? nil : entry.value,
                        mutability: entry.mutability)
                ],
                variableCharacteristics: VariableCharacteristics(
                    dataType: entry.type, supportsMonitoring: false, unit: entry.unit))
        }
    }
}
