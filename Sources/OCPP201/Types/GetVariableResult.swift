/// What a variable holds, or why it cannot be read.
package struct GetVariableResult: Codable, Hashable, Sendable {
    /// `Accepted`, `Rejected`, `UnknownComponent`, `UnknownVariable` or `NotSupportedAttributeType`.
    package var attributeStatus: String
    package var component: Component
    package var variable: Variable
    package var attributeStatusInfo: StatusInfo?
    package var attributeType: AttributeType?
    /// At most 2500 characters.
    package var attributeValue: String?

    package init(
        attributeStatus: String, component: Component, variable: Variable, attributeStatusInfo: StatusInfo? = nil,
        attributeType: AttributeType? = nil, attributeValue: String? = nil
    ) {
        self.attributeStatus = attributeStatus
        self.component = component
        self.variable = variable
        self.attributeStatusInfo = attributeStatusInfo
        self.attributeType = attributeType
        self.attributeValue = attributeValue
    }
}
