/// Which variable to read.
package struct GetVariableData: Codable, Hashable, Sendable {
    package var component: Component
    package var variable: Variable
    package var attributeType: AttributeType?

    package init(component: Component, variable: Variable, attributeType: AttributeType? = nil) {
        self.component = component
        self.variable = variable
        self.attributeType = attributeType
    }
}
