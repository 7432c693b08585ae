/// What all charging profiles together allow.
package struct CompositeSchedule: Codable, Hashable, Sendable {
    package var chargingSchedulePeriod: [ChargingSchedulePeriod]
    package var evseId: Int
    /// Seconds.
    package var duration: Int
    /// ISO 8601.
    package var scheduleStart: String
    package var chargingRateUnit: ChargingRateUnit

    package init(
        chargingSchedulePeriod: [ChargingSchedulePeriod], evseId: Int, duration: Int, scheduleStart: String,
        chargingRateUnit: ChargingRateUnit
    ) {
        self.chargingSchedulePeriod = chargingSchedulePeriod
        self.evseId = evseId
        self.duration = duration
        self.scheduleStart = scheduleStart
        self.chargingRateUnit = chargingRateUnit
    }
}
