import OCPP

/// Sets a configuration key of a station. OCPP 1.6, section 5.3.
package struct ChangeConfiguration: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ChangeConfiguration"
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
