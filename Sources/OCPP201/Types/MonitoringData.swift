/// The monitors of one variable.
package struct MonitoringData: Codable, Hashable, Sendable {
    package var component: Component
    package var variable: Variable
    package var variableMonitoring: [VariableMonitoring]

    package init(component: Component, variable: Variable, variableMonitoring: [VariableMonitoring]) {
        self.component = component
        self.variable = variable
        self.variableMonitoring = variableMonitoring
    }
}
