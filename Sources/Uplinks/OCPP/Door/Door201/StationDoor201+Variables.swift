import Charging
import OCPP
import OCPP201

// Variables: those of the connection are this lane's own, all others the station's. OCPP 2.0.1, B05 and B06.
extension StationDoor201 {
    /// The variables of one message, which is what DeviceDataCtrlr says.
    static let mostItems = 50

    func getVariables(_ call: GetVariables) async throws(Refusal) -> CloudDoorAnswer {
        let asked = call.getVariableData
        guard asked.count <= Self.mostItems else { throw Self.tooMany }
        var results: [GetVariableResult?] = []
        for data in asked {
            let name = VariableName(data.component, data.variable)
            let own: GetVariableResult? =
                if keeper.isOwn(name) { await ownResult(name, data) } else { nil }
            results.append(own)
        }
        let open = results.indices.filter { results[$0] == nil }
        if !open.isEmpty, await keeper.facts().isNew {
            let told = try await read(GetVariables(getVariableData: open.map { asked[$0] })).getVariableResult
            for (place, index) in open.enumerated() {
                let match =
                    told.first { $0.isAbout(asked[index]) } ?? (told.count == open.count ? told[place] : nil)
                results[index] = match.map { GetVariableResult(asked[index], $0.attributeStatus, $0.attributeValue) }
                results[index]?.attributeStatusInfo = match?.attributeStatusInfo
            }
        } else {
            for index in open { results[index] = await stationResult(asked[index]) }
        }
        return .result(
            GetVariables.Response(
                getVariableResult: zip(asked, results).map { $1 ?? GetVariableResult($0, "Rejected") }))
    }

    private func ownResult(_ name: VariableName, _ data: GetVariableData) async -> GetVariableResult {
        guard data.attributeType ?? .actual == .actual else {
            return GetVariableResult(data, "NotSupportedAttributeType")
        }
        if let key = LegKey(variable: name.description), key.isSecret { return GetVariableResult(data, "Rejected") }
        guard let value = await keeper.ownValue(name) else { return GetVariableResult(data, "UnknownVariable") }
        return GetVariableResult(data, "Accepted", value)
    }

    /// One by one, for the station may answer under another name.
    private func stationResult(_ data: GetVariableData) async -> GetVariableResult {
        guard data.attributeType ?? .actual == .actual else {
            return GetVariableResult(data, "NotSupportedAttributeType")
        }
        do throws(Refusal) {
            let key = VariableName(data.component, data.variable).stationKey
            let result = try await keeper.ask(.getConfiguration(keys: [key]))
            guard let value = result.configuration.first else { return GetVariableResult(data, "UnknownVariable") }
            return GetVariableResult(data, "Accepted", value.value.map { String($0.prefix(2500)) } ?? "")
        } catch {
            var result = GetVariableResult(data, error.kind == .unsupported ? "UnknownVariable" : "Rejected")
            result.attributeStatusInfo = StatusInfo(error)
            return result
        }
    }

    func setVariables(_ call: SetVariables) async throws(Refusal) -> CloudDoorAnswer {
        let wanted = call.setVariableData
        guard wanted.count <= Self.mostItems else { throw Self.tooMany }
        let isNew = await keeper.facts().isNew
        var results: [SetVariableResult] = []
        for data in wanted {
            let name = VariableName(data.component, data.variable)
            var result = SetVariableResult(
                attributeStatus: "Rejected", component: data.component, variable: data.variable,
                attributeType: data.attributeType)
            do throws(Refusal) {
                let verdict = try Self.writingWords.verdict(on: try await write(data, name, isNew))
                (result.attributeStatus, result.attributeStatusInfo) = (verdict.status, StatusInfo(verdict))
            } catch {
                result.attributeStatus = Self.writingWords.word(for: error) ?? "Rejected"
                result.attributeStatusInfo = StatusInfo(error)
            }
            results.append(result)
        }
        return .result(SetVariables.Response(setVariableResult: results))
    }

    private static let writingWords = AnswerWords(
        "Accepted", "Rejected", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType", "RebootRequired",
        unsupported: "UnknownVariable", others: ["NotSupported": "UnknownVariable"])

    static var tooMany: Refusal {
        .malformed("A message names at most \(mostItems) variables; send several.")
    }

    private func write(
        _ data: SetVariableData, _ name: VariableName, _ isNew: Bool
    ) async throws(Refusal) -> CommandResult {
        let isActual = data.attributeType ?? .actual == .actual
        if keeper.isOwn(name) {
            guard isActual else { return CommandResult(status: "NotSupportedAttributeType") }
            guard let key = LegKey(variable: name.description) else {
                throw .refused("ReadOnly", "The component belongs to the connection to this CSMS, set at the site.")
            }
            return try await keeper.change(key, to: data.attributeValue.text)
        }
        guard isNew else {
            guard isActual else { return CommandResult(status: "NotSupportedAttributeType") }
            return try await keeper.order(
                .changeConfiguration(key: name.stationKey, value: data.attributeValue.text))
        }
        let told = try await passed(SetVariables(setVariableData: [data])).setVariableResult
        guard let first = told.first else { throw Refusal(.unreadable("It says nothing of the variable.")) }
        return CommandResult(
            status: first.attributeStatus,
            reason: first.attributeStatusInfo.map { info in
                info.additionalInfo.map { "\(info.reasonCode.text): \($0.text)" } ?? info.reasonCode.text
            })
    }
}

extension GetVariableResult {
    fileprivate init(_ data: GetVariableData, _ status: String, _ value: String? = nil) {
        self.init(
            attributeStatus: status, component: data.component, variable: data.variable,
            attributeType: data.attributeType, attributeValue: status == "Accepted" ? value : nil)
    }

    fileprivate func isAbout(_ data: GetVariableData) -> Bool {
        VariableName(component, variable).description.lowercased()
            == VariableName(data.component, data.variable).description.lowercased()
            && attributeType ?? .actual == data.attributeType ?? .actual
    }
}
