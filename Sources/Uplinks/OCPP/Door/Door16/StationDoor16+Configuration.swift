import Charging
import OCPP
import OCPP16

// Configuration keys: those of the connection are this lane's own, all others the station's.
extension StationDoor16 {
    /// The keys of one GetConfiguration.
    static let mostKeys = 100

    func getConfiguration(_ call: GetConfiguration) async throws(Refusal) -> CloudDoorAnswer {
        let asked = (call.key ?? []).map(\.text)
        guard asked.count <= Self.mostKeys else {
            throw .malformed("GetConfiguration asks for at most \(Self.mostKeys) keys; ask in parts.")
        }
        var response = GetConfiguration.Response()
        var values: [KeyValue] = []
        var unknown: [String] = []
        for key in asked.isEmpty ? LegKey.allCases : asked.compactMap({ LegKey(key: $0) }) {
            if let value = await own(key) {
                values.append(value)
            } else if !asked.isEmpty {
                unknown.append(key.rawValue)
            }
        }
        let others = asked.filter { LegKey(key: $0) == nil }
        if asked.isEmpty || !others.isEmpty {
            let result = try await keeper.ask(.getConfiguration(keys: others))
            values += result.configuration.filter { LegKey(key: $0.key) == nil }.map { KeyValue($0) }
            unknown += result.unknownKeys
        }
        response.configurationKey = values.isEmpty ? nil : values
        response.unknownKey = unknown.isEmpty ? nil : unknown.map { String($0.prefix(50)) }
        return .result(response)
    }

    func changeConfiguration(_ call: ChangeConfiguration) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords(
            "Accepted", "Rejected", "RebootRequired", "NotSupported",
            others: [
                "UnknownComponent": "NotSupported", "UnknownVariable": "NotSupported",
                "NotSupportedAttributeType": "NotSupported",
            ])
        return try await status(words) { () throws(Refusal) in
            if let key = LegKey(key: call.key.text) { return try await keeper.change(key, to: call.value.text) }
            return try await keeper.order(.changeConfiguration(key: call.key.text, value: call.value.text))
        }
    }

    private func own(_ key: LegKey) async -> KeyValue? {
        switch key {
        case .connectors:
            let evses = await keeper.facts().evses
            return KeyValue(key: key.rawValue, readonly: true, value: String(max(1, evses.count)))
        case .maximumKeys: return KeyValue(key: key.rawValue, readonly: true, value: String(Self.mostKeys))
        case .profiles:
            return KeyValue(
                key: key.rawValue, readonly: true,
                value: "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger")
        default:
            guard let setting = keeper.settings[key] else { return nil }
            return KeyValue(
                key: key.rawValue, readonly: setting.write == nil,
                value: key.isSecret ? nil : await setting.read().map { String($0.prefix(500)) })
        }
    }
}

extension KeyValue {
    /// What is longer than 1.6 allows is cut: the key with its beginning says more than an error.
    fileprivate init(_ value: ConfigurationValue) {
        self.init(
            key: String(value.key.prefix(50)), readonly: value.readonly,
            value: value.value.map { String($0.prefix(500)) })
    }
}
