package import OCPP

/// One step of a charging schedule; it holds until the next one. OCPP 1.6, section 7.14.
package struct ChargingSchedulePeriod: Codable, Hashable, Sendable {
    /// Seconds from the start of the schedule; the first is 0.
    package var startPeriod: Int
    /// In the unit of the schedule.
    package var limit: DecimalText<1>
    /// 3 where it is absent.
    package var numberPhases: Int?

    package init(startPeriod: Int, limit: DecimalText<1>, numberPhases: Int? = nil) {
        self.startPeriod = startPeriod
        self.limit = limit
        self.numberPhases = numberPhases
    }
}
