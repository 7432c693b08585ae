package import OCPP

/// What a variable can hold.
package struct VariableCharacteristics: Codable, Hashable, Sendable {
    package var dataType: DataType
    package var supportsMonitoring: Bool
    /// At most 16 characters.
    package var unit: String?
    package var minLimit: NumberText?
    package var maxLimit: NumberText?
    /// At most 1000 characters.
    package var valuesList: String?

    package init(
        dataType: DataType, supportsMonitoring: Bool, unit: String? = nil, minLimit: NumberText? = nil,
        maxLimit: NumberText? = nil, valuesList: String? = nil
    ) {
        self.dataType = dataType
        self.supportsMonitoring = supportsMonitoring
        self.unit = unit
        self.minLimit = minLimit
        self.maxLimit = maxLimit
        self.valuesList = valuesList
    }
}
