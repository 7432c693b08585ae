import Charging
import OCPP
import OCPP201

// Reports of the device model. OCPP 2.0.1, B07 and B08.
extension StationDoor201 {
    /// The variables of one part, which stays well below the size of a message.
    private static let mostPerPart = 40
    private static let mostVariables = 5000

    func getBaseReport(_ call: GetBaseReport) async throws(Refusal) -> CloudDoorAnswer {
        var variables = await variables()
        // The site has never been told: the station is asked, so that the next report has more.
        if variables.allSatisfy({ keeper.isOwn($0.name) }) {
            let kind: ReportKind = call.reportBase == .fullInventory ? .full : .configuration
            _ = try? await keeper.ask(.getReport(kind))
            variables = await self.variables()
        }
        return report(variables.filter { call.reportBase.covers($0) }, call.requestId)
    }

    func getReport(_ call: GetReport) async throws(Refusal) -> CloudDoorAnswer {
        // Which components have a problem or are active is known to the station alone.
        guard call.componentCriteria == nil else {
            return .result(
                StatusResponse(
                    Verdict(
                        "NotSupported", reason: "UnsupportedParam",
                        info: "Name components and variables, and leave componentCriteria out.")))
        }
        let wanted = call.componentVariable ?? []
        guard wanted.count <= Self.mostItems else { throw Self.tooMany }
        let variables = await variables().filter { variable in
            wanted.isEmpty || wanted.contains { $0.covers(variable.name) }
        }
        return report(variables, call.requestId)
    }

    /// What the station told of its make, without what it says of its own connection, and what is true of this one.
    private func variables() async -> [DeviceVariable] {
        let told = await keeper.control.variables(of: keeper.station).prefix(Self.mostVariables)
            .filter { !keeper.isOwn($0.name) && LegKey(key: $0.name.description) == nil }
        var own: [DeviceVariable] = []
        for key in LegKey.allCases {
            guard let name = key.variable.flatMap({ VariableName($0) }), let setting = keeper.settings[key] else {
                continue
            }
            own.append(
                DeviceVariable(
                    name: name, value: key.isSecret ? nil : await setting.read(),
                    mutability: key.isSecret ? "WriteOnly" : setting.write == nil ? "ReadOnly" : "ReadWrite"))
        }
        for (text, value) in Doorkeeper.fixed {
            guard let name = VariableName(text) else { continue }
            own.append(DeviceVariable(name: name, value: value, mutability: "ReadOnly", dataType: "integer"))
        }
        return own + told
    }

    private func report(_ variables: [DeviceVariable], _ request: Int) -> CloudDoorAnswer {
        var data: [ReportData] = []
        var places: [VariableName: Int] = [:]
        for variable in variables {
            guard let component = Component(of: variable.name), let name = Variable(of: variable.name) else { continue }
            let attribute = VariableAttribute(variable)
            if let place = places[variable.name] {
                if data[place].variableAttribute.count < 4 { data[place].variableAttribute.append(attribute) }
                continue
            }
            places[variable.name] = data.count
            data.append(
                ReportData(
                    component: component, variable: name, variableAttribute: [attribute],
                    variableCharacteristics: VariableCharacteristics(
                        dataType: DataType(reported: variable.dataType), supportsMonitoring: false,
                        unit: variable.unit.map { String($0.prefix(16)) })))
        }
        guard !data.isEmpty else { return .result(StatusResponse(status: "EmptyResultSet")) }
        let starts = Array(stride(from: 0, to: data.count, by: Self.mostPerPart))
        let parts = starts.enumerated().map { number, start in
            NotifyReport(
                requestId: request, generatedAt: keeper.now.wireText, seqNo: number,
                reportData: Array(data[start..<min(start + Self.mostPerPart, data.count)]),
                tbc: number < starts.count - 1)
        }
        return .result(StatusResponse(status: "Accepted"), then: keeper.following(parts))
    }
}

extension ReportBase {
    /// What may be set, all there is, or what a person would look at first.
    fileprivate func covers(_ variable: DeviceVariable) -> Bool {
        switch self {
        case .configurationInventory: variable.mutability != "ReadOnly"
        case .fullInventory: true
        case .summaryInventory:
            ["availabilitystate", "available", "problem", "active"].contains(variable.name.variable.lowercased())
        }
    }
}

extension ComponentVariable {
    /// What is not named may be anything.
    fileprivate func covers(_ name: VariableName) -> Bool {
        func agrees(_ wanted: String?, _ told: String?) -> Bool {
            wanted == nil || wanted?.lowercased() == told?.lowercased()
        }
        let told = name.component ?? VariableName.legacyComponent
        return agrees(component.name.text, told) && agrees(component.instance?.text, name.componentInstance)
            && (component.evse == nil || component.evse?.id == name.evse)
            && agrees(variable?.name.text, name.variable) && agrees(variable?.instance?.text, name.variableInstance)
    }
}

extension VariableAttribute {
    fileprivate init(_ variable: DeviceVariable) {
        self.init(
            type: [AttributeType.actual, .target, .minSet, .maxSet].first { $0.rawValue == variable.attribute },
            value: variable.mutability == "WriteOnly" ? nil : variable.value.map { String($0.prefix(2500)) },
            mutability: [Mutability.readOnly, .writeOnly, .readWrite].first { $0.rawValue == variable.mutability })
    }
}

extension DataType {
    /// A text, where the station did not say.
    fileprivate init(reported word: String?) {
        let known: [DataType] = [
            .string, .decimal, .integer, .dateTime, .boolean, .optionList, .sequenceList, .memberList,
        ]
        self = known.first { $0.rawValue == word } ?? .string
    }
}
