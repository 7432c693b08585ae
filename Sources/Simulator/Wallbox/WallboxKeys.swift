import OCPP16

/// The configuration keys of a simulated wallbox. OCPP 1.6, section 9.1.
struct WallboxKeys: Sendable {
    enum Access: Sendable { case readOnly, readWrite, writeOnly }

    private struct Key: Sendable {
        var name: String
        var value: String
        var access = Access.readWrite
    }

    private var keys: [Key]

    init(connectors: Int, sampleInterval: Int, retryInterval: Int) {
        keys = [
            Key(name: "AuthorizationKey", value: "", access: .writeOnly),
            Key(name: "AuthorizeRemoteTxRequests", value: "false"),
            Key(name: "ClockAlignedDataInterval", value: "0"),
            Key(name: "ConnectionTimeOut", value: "60"),
            Key(name: "HeartbeatInterval", value: "300"),
            Key(name: "LocalAuthorizeOffline", value: "true"),
            Key(name: "MeterValueSampleInterval", value: "\(sampleInterval)"),
            Key(
                name: "MeterValuesSampledData",
                value: "Energy.Active.Import.Register,Power.Active.Import,Current.Import"),
            Key(name: "NumberOfConnectors", value: "\(connectors)", access: .readOnly),
            Key(name: "StopTransactionOnInvalidId", value: "true"),
            Key(name: "SupportedFeatureProfiles", value: "Core,RemoteTrigger", access: .readOnly),
            Key(name: "TransactionMessageRetryInterval", value: "\(retryInterval)"),
        ]
    }

    /// The value as a number of seconds.
    func seconds(_ name: String) -> Int { value(name).flatMap { Int($0) } ?? 0 }
    func isTrue(_ name: String) -> Bool { value(name) == "true" }

    mutating func set(_ name: String, to value: String) -> String {
        guard let index = index(of: name) else { return "NotSupported" }
        let isNumber = Int(keys[index].value) != nil
        guard keys[index].access != .readOnly, !isNumber || Int(value).map({ $0 >= 0 }) == true else {
            return "Rejected"
        }
        keys[index].value = value
        return "Accepted"
    }

    func answer(to names: [String]) -> GetConfiguration.Response {
        let asked = names.isEmpty ? keys.indices.map { $0 } : names.compactMap { index(of: $0) }
        let known = asked.map { index in
            let key = keys[index]
            return KeyValue(
                key: key.name, readonly: key.access == .readOnly, value: key.access == .writeOnly ? nil : key.value)
        }
        let unknown = names.filter { index(of: $0) == nil }
        return GetConfiguration.Response(configurationKey: known, unknownKey: unknown.isEmpty ? nil : unknown)
    }

    private func value(_ name: String) -> String? { index(of: name).map { keys[$0].value } }

    private func index(of name: String) -> Int? {
        keys.firstIndex { $0.name.lowercased() == name.lowercased() }
    }
}
