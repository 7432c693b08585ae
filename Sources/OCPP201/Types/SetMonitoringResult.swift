/// What became of one monitor that was to be set.
package struct SetMonitoringResult: Codable, Hashable, Sendable {
    /// `Accepted`, `UnknownComponent`, `UnknownVariable`, `UnsupportedMonitorType`, `Rejected` or `Duplicate`.
    package var status: String
    package var type: MonitorType
    package var component: Component
    package var variable: Variable
    package var severity: Int
    package var id: Int?
    package var statusInfo: StatusInfo?

    package init(
        status: String, type: MonitorType, component: Component, variable: Variable, severity: Int, id: Int? = nil,
        statusInfo: StatusInfo? = nil
    ) {
        self.status = status
        self.type = type
        self.component = component
        self.variable = variable
        self.severity = severity
        self.id = id
        self.statusInfo = statusInfo
    }
}
