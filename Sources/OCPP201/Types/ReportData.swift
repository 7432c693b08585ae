/// One variable of a report.
package struct ReportData: Codable, Hashable, Sendable {
    package var component: Component
    package var variable: Variable
    /// At most 4.
    package var variableAttribute: [VariableAttribute]
    package var variableCharacteristics: VariableCharacteristics?

    package init(
        component: Component, variable: Variable, variableAttribute: [VariableAttribute],
        variableCharacteristics: VariableCharacteristics? = nil
    ) {
        self.component = component
        self.variable = variable
        self.variableAttribute = variableAttribute
        self.variableCharacteristics = variableCharacteristics
    }
}
