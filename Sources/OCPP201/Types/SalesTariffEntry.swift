package import OCPP

/// What energy costs for a stretch of time.
package struct SalesTariffEntry: Codable, Hashable, Sendable {
    package var relativeTimeInterval: RelativeTimeInterval
    package var ePriceLevel: Int?
    package var consumptionCost: List<ConsumptionCost, 3>?

    package init(
        relativeTimeInterval: RelativeTimeInterval, ePriceLevel: Int? = nil,
        consumptionCost: List<ConsumptionCost, 3>? = nil
    ) {
        self.relativeTimeInterval = relativeTimeInterval
        self.ePriceLevel = ePriceLevel
        self.consumptionCost = consumptionCost
    }
}
