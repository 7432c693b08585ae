package import OCPP

/// One step of a charging schedule; it holds until the next one.
package struct ChargingSchedulePeriod: Codable, Hashable, Sendable {
    /// Seconds from the start of the schedule; the first is 0.
    package var startPeriod: Int
    /// In the unit of the schedule. Only 2.1 lets a station leave it out.
    package var limit: DecimalText<6>?
    package var numberPhases: Int?
    /// 1, 2 or 3, where one phase is used and the EVSE can choose.
    package var phaseToUse: Int?

    package init(startPeriod: Int, limit: DecimalText<6>? = nil, numberPhases: Int? = nil, phaseToUse: Int? = nil) {
        self.startPeriod = startPeriod
        self.limit = limit
        self.numberPhases = numberPhases
        self.phaseToUse = phaseToUse
    }
}
