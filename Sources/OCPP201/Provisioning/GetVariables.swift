import OCPP

/// Reads variables of a station's device model. OCPP 2.0.1, functional block B.
package struct GetVariables: Call, Hashable {
    package static let action = "GetVariables"
    package var getVariableData: [GetVariableData]

    package init(getVariableData: [GetVariableData]) {
        self.getVariableData = getVariableData
    }

    package struct Response: Codable, Hashable, Sendable {
        package var getVariableResult: [GetVariableResult]

        package init(getVariableResult: [GetVariableResult]) {
            self.getVariableResult = getVariableResult
        }
    }
}
