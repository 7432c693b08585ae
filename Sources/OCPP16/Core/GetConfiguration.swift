package import OCPP

/// Asks for configuration keys of a station; without keys for all of them. OCPP 1.6, section 5.8.
package struct GetConfiguration: Call, Hashable {
    package static let action = "GetConfiguration"
    package var key: [Text<50>]?

    package init(key: [String]? = nil) {
        self.key = key.map { $0.map { Text($0) } }
    }

    package struct Response: Codable, Hashable, Sendable {
        package var configurationKey: [KeyValue]?
        package var unknownKey: [String]?

        package init(configurationKey: [KeyValue]? = nil, unknownKey: [String]? = nil) {
            self.configurationKey = configurationKey
            self.unknownKey = unknownKey
        }
    }
}

/// A configuration key of a station. OCPP 1.6, section 7.29.
package struct KeyValue: Codable, Hashable, Sendable {
    package var key: String
    package var readonly: Bool
    /// Absent for what can only be written.
    package var value: String?

    package init(key: String, readonly: Bool, value: String? = nil) {
        self.key = key
        self.readonly = readonly
        self.value = value
    }
}
