import Charging
import OCPP
import OCPP201

// What a station is made of, and how it is set up: its device model.
extension OCPP201Driver {
    static let reportFollows = "The values follow as reports of the station; look at its variables."

    func getReport(_ kind: ReportKind) async throws(CommandError) -> CommandResult {
        let base: ReportBase =
            switch kind {
            case .configuration: .configurationInventory
            case .full: .fullInventory
            case .summary: .summaryInventory
            }
        var result = try await perform(GetBaseReport(requestId: environment.numbers.next(), reportBase: base))
        if result.status == "Accepted" { result.remark = Self.reportFollows }
        return result
    }

    func getConfiguration(_ keys: [String]) async throws(CommandError) -> CommandResult {
        if keys.isEmpty { return try await getReport(.configuration) }
        var result = CommandResult(status: "Accepted")
        let wanted = keys.compactMap { key in
            let name = ConfigurationKeys.variable(key)
            if name == nil { result.unknownKeys.append(key) }
            return name.map { (key: key, name: $0) }
        }
        for part in wanted.parts(of: conversation.settings.variablesPerMessage) {
            let answers = try await variables(part.map(\.name))
            for (key, name) in part {
                let answer = answers.first { VariableName($0.component, $0.variable).isSame(as: name) }
                switch answer?.attributeStatus {
                // What is rejected is there, but cannot be read.
                case "Accepted", "Rejected":
                    let value = answer?.attributeValue.map { ConfigurationKeys.value($0, from: .ocpp201, of: key) }
                    result.configuration.append(ConfigurationValue(key: key, value: value, readonly: false))
                default: result.unknownKeys.append(key)
                }
            }
        }
        return result
    }

    func variables(_ names: [VariableName]) async throws(CommandError) -> [GetVariableResult] {
        let data = names.map { GetVariableData(component: Component($0), variable: Variable($0)) }
        return try await caller.ask(GetVariables(getVariableData: data)).getVariableResult
    }

    func changeConfiguration(_ key: String, _ value: String) async throws(CommandError) -> CommandResult {
        guard let name = ConfigurationKeys.variable(key) else {
            throw .unsupported(
                "\(key.prefix(50)) is no variable of OCPP 2.0.1; write Component.Variable, SecurityCtrlr.BasicAuthPassword for example."
            )
        }
        return try await set([(name, ConfigurationKeys.value(value, from: .ocpp16, of: key))])
    }

    /// The first variable that was not taken makes the result.
    func set(_ values: [(name: VariableName, value: String)]) async throws(CommandError) -> CommandResult {
        let data = values.map {
            SetVariableData(
                attributeValue: GrowingText($0.value), component: Component($0.name), variable: Variable($0.name))
        }
        let results = try await caller.ask(SetVariables(setVariableData: data)).setVariableResult
        guard let result = results.first(where: { $0.attributeStatus != "Accepted" }) ?? results.first else {
            throw .unreadable("The station's answer says nothing about the variable.")
        }
        return CommandResult(status: result.attributeStatus, reason: result.attributeStatusInfo?.sentence)
    }
}

extension Component {
    init(_ name: VariableName) {
        self.init(
            name: Text(name.component ?? ""), evse: name.evse.map { EVSE(id: $0, connectorId: name.connector) },
            instance: name.componentInstance.map { Text($0) })
    }
}

extension Variable {
    init(_ name: VariableName) {
        self.init(name: Text(name.variable), instance: name.variableInstance.map { Text($0) })
    }
}

extension VariableName {
    /// Names of components and variables compare without regard to case.
    fileprivate func isSame(as other: VariableName) -> Bool {
        description.lowercased() == other.description.lowercased()
    }
}

extension Array {
    func parts(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
