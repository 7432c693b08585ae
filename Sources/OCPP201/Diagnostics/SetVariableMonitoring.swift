import OCPP

/// Sets monitors on variables of a station. OCPP 2.0.1, functional block N.
package struct SetVariableMonitoring: Call, Hashable {
    package static let action = "SetVariableMonitoring"
    package var setMonitoringData: [SetMonitoringData]

    package init(setMonitoringData: [SetMonitoringData]) {
        self.setMonitoringData = setMonitoringData
    }

    package struct Response: Codable, Hashable, Sendable {
        package var setMonitoringResult: [SetMonitoringResult]

        package init(setMonitoringResult: [SetMonitoringResult]) {
            self.setMonitoringResult = setMonitoringResult
        }
    }
}
