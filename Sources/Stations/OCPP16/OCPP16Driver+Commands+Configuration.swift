import Charging
import Logging
import OCPP16
import Synchronization

// Configuration keys, which also stand for the device model that OCPP 1.6 has not.
extension OCPP16Driver {
    /// A key may also be given as the variable it became in OCPP 2.0.1.
    func getConfiguration(_ keys: [String]) async throws(CommandError) -> CommandResult {
        let treatment = memory.withLock { $0.treatment }
        let asked = keys.map { treatment.spelling(of: ConfigurationKeys.key($0) ?? $0) }
        let response = try await tell(GetConfiguration(key: asked.isEmpty ? nil : asked))
        let values = (response.configurationKey ?? []).prefix(StationBounds.configurationKeys).map {
            ConfigurationValue(told: $0, as: treatment.standardName(of: $0.key))
        }
        memory.withLock { $0.limits.read(values) }
        if keys.isEmpty { await record(values) }
        let unknown = (response.unknownKey ?? []).prefix(StationBounds.configurationKeys).map {
            treatment.standardName(of: $0).bounded
        }
        return CommandResult(status: "Accepted", configuration: values, unknownKeys: Array(unknown))
    }

    func changeConfiguration(_ key: String, _ value: String) async throws(CommandError) -> CommandResult {
        let treatment = memory.withLock { $0.treatment }
        let standard = ConfigurationKeys.key(key) ?? key
        let value = standard == key ? value : ConfigurationKeys.value(value, from: .ocpp201, of: standard)
        try treatment.check(standard, value)
        let spelling = treatment.spelling(of: standard)
        let response = try await tell(ChangeConfiguration(key: spelling, value: value))
        return result(response, spelling == key ? [] : ["This station calls the key \(spelling)."])
    }

    func raiseSecurityProfile(_ change: SecurityProfileChange) async throws(CommandError) -> CommandResult {
        var result = try await changeConfiguration("SecurityProfile", String(change.profile))
        if change.url != nil {
            result.remark = "OCPP 1.6 cannot tell a station another address; it comes back to the one it has."
        }
        return result
    }

    func getReport() async throws(CommandError) -> CommandResult {
        var result = try await getConfiguration([])
        result.remark =
            "OCPP 1.6 has no reports; the station's \(result.configuration.count) configuration keys were read instead."
        return result
    }

    /// A station that cannot be recorded now has answered all the same.
    private func record(_ values: [ConfigurationValue]) async {
        guard !values.isEmpty else { return }
        let report = DeviceReport(variables: values.map { DeviceVariable($0) })
        do throws(RecordingError) {
            _ = try await conversation.environment.recorder.record(conversation.event(.variables(report)))
        } catch {
            logger.warning("Configuration not recorded.", metadata: ["reason": "\(error)"])
        }
    }
}

extension ConfigurationValue {
    /// The key to the gateway is nobody's to read, though some stations tell it.
    fileprivate init(told: KeyValue, as key: String) {
        self.init(
            key: key.bounded, value: Self.isSecret(key) ? nil : told.value?.bounded(StationBounds.configurationValue),
            readonly: told.readonly)
    }

    static func isSecret(_ key: String) -> Bool { key.lowercased() == "authorizationkey" }
}

extension DeviceVariable {
    /// A configuration key is a variable without a component.
    fileprivate init(_ value: ConfigurationValue) {
        self.init(
            name: VariableName(component: nil, variable: value.key), value: value.value,
            mutability: ConfigurationValue.isSecret(value.key)
                ? "WriteOnly" : value.readonly ? "ReadOnly" : "ReadWrite")
    }
}
