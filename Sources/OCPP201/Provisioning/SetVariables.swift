import OCPP

/// Writes variables of a station's device model. OCPP 2.0.1, functional block B.
package struct SetVariables: Call, Hashable {
    package static let action = "SetVariables"
    package var setVariableData: [SetVariableData]

    package init(setVariableData: [SetVariableData]) {
        self.setVariableData = setVariableData
    }

    package struct Response: Codable, Hashable, Sendable {
        package var setVariableResult: [SetVariableResult]

        package init(setVariableResult: [SetVariableResult]) {
            self.setVariableResult = setVariableResult
        }
    }
}
