package import OCPP

/// How much may be charged over a stretch of time.
package struct ChargingSchedule: Codable, Hashable, Sendable {
    package var id: Int
    package var chargingRateUnit: ChargingRateUnit
    package var chargingSchedulePeriod: List<ChargingSchedulePeriod, 1024>
    /// ISO 8601; without it the schedule begins with the transaction.
    package var startSchedule: String?
    /// Seconds; without it until the profile ends.
    package var duration: Int?
    /// In the unit of the schedule; what the car needs at least to charge well.
    package var minChargingRate: DecimalText<6>?
    package var salesTariff: SalesTariff?

    package init(
        id: Int, chargingRateUnit: ChargingRateUnit, chargingSchedulePeriod: List<ChargingSchedulePeriod, 1024>,
        startSchedule: String? = nil, duration: Int? = nil, minChargingRate: DecimalText<6>? = nil,
        salesTariff: SalesTariff? = nil
    ) {
        self.id = id
        self.chargingRateUnit = chargingRateUnit
        self.chargingSchedulePeriod = chargingSchedulePeriod
        self.startSchedule = startSchedule
        self.duration = duration
        self.minChargingRate = minChargingRate
        self.salesTariff = salesTariff
    }
}
