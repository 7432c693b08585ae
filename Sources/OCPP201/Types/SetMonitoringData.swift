package import OCPP

/// A monitor that is to be set.
package struct SetMonitoringData: Codable, Hashable, Sendable {
    package var value: DecimalText<6>
    package var type: MonitorType
    package var severity: Int
    package var component: Component
    package var variable: Variable
    /// Of the monitor to be replaced; without it a new one is made.
    package var id: Int?
    /// Watches only while a transaction runs.
    package var transaction: Bool?

    package init(
        value: DecimalText<6>, type: MonitorType, severity: Int, component: Component, variable: Variable,
        id: Int? = nil, transaction: Bool? = nil
    ) {
        self.value = value
        self.type = type
        self.severity = severity
        self.component = component
        self.variable = variable
        self.id = id
        self.transaction = transaction
    }
}
