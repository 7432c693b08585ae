/// The limit that all profiles together make, over some time from now.
package struct CompositeSchedule: Hashable, Codable, Sendable {
    package struct Period: Hashable, Codable, Sendable {
        /// Counted from the start of the composite schedule.
        package var startSeconds: Int
        /// `nil` where no profile limits anything. At most one decimal, rounded down.
        package var limit: ExactDecimal?
        package var phases: Int?
        package var phaseToUse: Int?

        package init(startSeconds: Int, limit: ExactDecimal?, phases: Int? = nil, phaseToUse: Int? = nil) {
            self.startSeconds = startSeconds
            self.limit = limit
            self.phases = phases
            self.phaseToUse = phaseToUse
        }
    }

    package var evse: Int
    package var start: Timestamp
    /// Shorter than asked for where the periods would have become too many.
    package var durationSeconds: Int
    package var unit: RateUnit
    /// The first begins at 0; no two neighbours are equal.
    package var periods: [Period]

    package init(evse: Int, start: Timestamp, durationSeconds: Int, unit: RateUnit, periods: [Period]) {
        self.evse = evse
        self.start = start
        self.durationSeconds = durationSeconds
        self.unit = unit
        self.periods = periods
    }

    /// The period that holds at a moment; `nil` outside the schedule.
    package func period(at moment: Timestamp) -> Period? {
        let elapsed = moment.seconds - start.seconds
        guard elapsed >= 0, elapsed < Int64(durationSeconds) else { return nil }
        return periods.last { Int64($0.startSeconds) <= elapsed }
    }

    /// The schedule as it is sent, where every period needs a number: no limit is what the station is built for.
    package func schedule(unlimited rated: ExactDecimal) -> ChargingSchedule {
        ChargingSchedule(
            unit: unit, start: start, durationSeconds: durationSeconds,
            periods: periods.map {
                ChargingSchedule.Period(
                    startSeconds: $0.startSeconds, limit: $0.limit.map { min($0, rated) } ?? rated, phases: $0.phases,
                    phaseToUse: $0.phaseToUse)
            })
    }
}

/// What a composite schedule depends on beside the profiles.
package struct CompositeContext: Hashable, Sendable {
    /// How long a TxProfile keeps the TxDefaultProfile from counting.
    package enum Overruling: Hashable, Sendable {
        /// OCPP 2.0.1, and the safer reading of 1.6: while it says something.
        case whileValid
        /// OCPP 1.6 to the letter: as long as it is there, be its schedule over or not. So does many a wallbox.
        case whilePresent
    }

    package struct Running: Hashable, Sendable {
        package var id: TransactionID
        package var started: Timestamp

        package init(id: TransactionID, started: Timestamp) {
            self.id = id
            self.started = started
        }
    }

    package var unit: RateUnit
    package var supply: Supply
    /// What runs on the EVSE. Without one, relative schedules are shown as if it started now.
    package var running: Running?
    package var overruling: Overruling
    package var mostPeriods: Int

    package init(
        unit: RateUnit = .ampere, supply: Supply = Supply(), running: Running? = nil,
        overruling: Overruling = .whileValid, mostPeriods: Int = 1024
    ) {
        self.unit = unit
        self.supply = supply
        self.running = running
        self.overruling = overruling
        self.mostPeriods = max(1, mostPeriods)
    }
}

extension ProfileBook {
    /// The lowest limit over the purposes at every moment, and within one purpose that of the highest stack level that
    /// says something. A TxDefaultProfile for one EVSE counts there before one for all. For EVSE 0 only what limits the
    /// station as a whole counts.
    package func composite(
        of evse: Int, from start: Timestamp, seconds: Int, in context: CompositeContext
    ) -> CompositeSchedule {
        let begin = start.seconds
        let duration = Int64(min(max(1, seconds), ProfileRules.longestSeconds))
        let layers = ProfileLayers(installed, evse: evse, begin: begin, context: context)
        var periods: [CompositeSchedule.Period] = []
        var offset: Int64 = 0
        // Each step is a change of some profile; most changes make a period, but not all, so both are bounded.
        var steps = 0
        while offset < duration, steps < 4 * Self.mostPeriods {
            let (ceiling, nextChange) = layers.ceiling(at: begin + offset)
            let period = CompositeSchedule.Period(startSeconds: Int(offset), ceiling)
            if periods.last?.isSameLimit(as: period) != true {
                guard periods.count < context.mostPeriods else { break }
                periods.append(period)
            }
            offset = min(duration, nextChange.map { $0 - begin } ?? duration)
            steps += 1
        }
        return CompositeSchedule(
            evse: evse, start: Timestamp(seconds: begin), durationSeconds: Int(offset), unit: context.unit,
            periods: periods)
    }
}

extension CompositeSchedule.Period {
    init(startSeconds: Int, _ ceiling: Ceiling?) {
        self.init(
            startSeconds: startSeconds, limit: ceiling?.limit, phases: ceiling?.phases, phaseToUse: ceiling?.phaseToUse)
    }

    func isSameLimit(as other: Self) -> Bool {
        limit == other.limit && phases == other.phases && phaseToUse == other.phaseToUse
    }
}
