package import OCPP

/// What to write into a variable.
package struct SetVariableData: Codable, Hashable, Sendable {
    package var attributeValue: GrowingText<1000, 2500>
    package var component: Component
    package var variable: Variable
    package var attributeType: AttributeType?

    package init(
        attributeValue: GrowingText<1000, 2500>, component: Component, variable: Variable,
        attributeType: AttributeType? = nil
    ) {
        self.attributeValue = attributeValue
        self.component = component
        self.variable = variable
        self.attributeType = attributeType
    }
}
