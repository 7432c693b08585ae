/// Limits one after the other.
package struct ChargingSchedule: Hashable, Codable, Sendable {
    package struct Period: Hashable, Codable, Sendable {
        /// When it begins, counted from the start of the schedule. The next period ends it.
        package var startSeconds: Int
        /// In the unit of the schedule. 0 is a pause.
        package var limit: ExactDecimal
        /// How many phases may be used; three where nothing is said. A limit in amperes is never converted when a car
        /// uses fewer.
        package var phases: Int?
        /// Which one, where only one may be used.
        package var phaseToUse: Int?

        package init(startSeconds: Int, limit: ExactDecimal, phases: Int? = nil, phaseToUse: Int? = nil) {
            self.startSeconds = startSeconds
            self.limit = limit
            self.phases = phases
            self.phaseToUse = phaseToUse
        }
    }

    /// OCPP 1.6 has none; there it is 0.
    package var id: Int
    package var unit: RateUnit
    package var start: Timestamp?
    /// Without one, the last period holds for ever.
    package var durationSeconds: Int?
    /// Below this the car charges badly. A hint, no limit.
    package var minimumRate: ExactDecimal?
    package var periods: [Period]

    package init(
        id: Int = 0, unit: RateUnit, start: Timestamp? = nil, durationSeconds: Int? = nil,
        minimumRate: ExactDecimal? = nil, periods: [Period]
    ) {
        self.id = id
        self.unit = unit
        self.start = start
        self.durationSeconds = durationSeconds
        self.minimumRate = minimumRate
        self.periods = periods
    }
}
