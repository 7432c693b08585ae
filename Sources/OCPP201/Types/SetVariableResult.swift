/// What became of one variable that was to be written.
package struct SetVariableResult: Codable, Hashable, Sendable {
    /// `Accepted`, `Rejected`, `UnknownComponent`, `UnknownVariable`, `NotSupportedAttributeType` or `RebootRequired`.
    package var attributeStatus: String
    package var component: Component
    package var variable: Variable
    package var attributeType: AttributeType?
    package var attributeStatusInfo: StatusInfo?

    package init(
        attributeStatus: String, component: Component, variable: Variable, attributeType: AttributeType? = nil,
        attributeStatusInfo: StatusInfo? = nil
    ) {
        self.attributeStatus = attributeStatus
        self.component = component
        self.variable = variable
        self.attributeType = attributeType
        self.attributeStatusInfo = attributeStatusInfo
    }
}
