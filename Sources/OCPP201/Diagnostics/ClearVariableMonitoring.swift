import OCPP

/// Removes monitors from a station. OCPP 2.0.1, functional block N.
package struct ClearVariableMonitoring: Call, Hashable {
    package static let action = "ClearVariableMonitoring"
    package var id: [Int]

    package init(id: [Int]) {
        self.id = id
    }

    package struct Response: Codable, Hashable, Sendable {
        package var clearMonitoringResult: [ClearMonitoringResult]

        package init(clearMonitoringResult: [ClearMonitoringResult]) {
            self.clearMonitoringResult = clearMonitoringResult
        }
    }
}
