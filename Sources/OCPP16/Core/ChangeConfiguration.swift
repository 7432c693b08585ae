package import OCPP

/// Sets a configuration key of a station. OCPP 1.6, section 5.3.
package struct ChangeConfiguration: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ChangeConfiguration"
    package var key: Text<50>
    package var value: Text<500>

    package init(key: String, value: String) {
        self.key = Text(key)
        self.value = Text(value)
    }
}
