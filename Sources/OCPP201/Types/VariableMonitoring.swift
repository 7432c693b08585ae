package import OCPP

/// A monitor on a variable.
package struct VariableMonitoring: Codable, Hashable, Sendable {
    package var id: Int
    package var transaction: Bool
    package var value: NumberText
    package var type: MonitorType
    package var severity: Int

    package init(id: Int, transaction: Bool, value: NumberText, type: MonitorType, severity: Int) {
        self.id = id
        self.transaction = transaction
        self.value = value
        self.type = type
        self.severity = severity
    }
}
