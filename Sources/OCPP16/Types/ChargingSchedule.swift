package import OCPP

/// How much may be charged over a stretch of time. OCPP 1.6, section 7.13.
package struct ChargingSchedule: Codable, Hashable, Sendable {
    package var chargingRateUnit: ChargingRateUnit
    package var chargingSchedulePeriod: [ChargingSchedulePeriod]
    /// Seconds; without it until the profile ends.
    package var duration: Int?
    /// ISO 8601; without it the schedule begins with the transaction.
    package var startSchedule: String?
    /// In the unit of the schedule; what the car needs at least to charge well.
    package var minChargingRate: DecimalText<1>?

    package init(
        chargingRateUnit: ChargingRateUnit, chargingSchedulePeriod: [ChargingSchedulePeriod], duration: Int? = nil,
        startSchedule: String? = nil, minChargingRate: DecimalText<1>? = nil
    ) {
        self.chargingRateUnit = chargingRateUnit
        self.chargingSchedulePeriod = chargingSchedulePeriod
        self.duration = duration
        self.startSchedule = startSchedule
        self.minChargingRate = minChargingRate
    }
}
