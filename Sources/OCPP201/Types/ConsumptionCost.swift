package import OCPP

/// What energy costs from a power on.
package struct ConsumptionCost: Codable, Hashable, Sendable {
    /// The lowest power it holds for.
    package var startValue: DecimalText<6>
    package var cost: List<Cost, 3>

    package init(startValue: DecimalText<6>, cost: List<Cost, 3>) {
        self.startValue = startValue
        self.cost = cost
    }
}
