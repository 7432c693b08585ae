// Two sides limit one station: its cloud by profiles, the site by its allocation. The station gets the lower.
extension CompositeSchedule {
    /// The composite schedule under a limit of the site, in the schedule's own unit.
    package func capped(at limit: ExactDecimal) -> CompositeSchedule {
        var copy = self
        let cap = Self.tenthsBelow(limit)
        copy.periods = Self.merged(
            periods.map { period in
                var period = period
                period.limit = period.limit.map { min($0, cap) } ?? cap
                return period
            })
        return copy
    }

    /// The lower of both at every moment at which both say something; `nil` when there is no such moment.
    package func minimum(with other: CompositeSchedule, supply: Supply) -> CompositeSchedule? {
        let begin = max(start.seconds, other.start.seconds)
        let end = min(start.seconds + Int64(durationSeconds), other.start.seconds + Int64(other.durationSeconds))
        guard begin < end else { return nil }
        var changes: Set<Int64> = [begin]
        for schedule in [self, other] {
            for period in schedule.periods { changes.insert(schedule.start.seconds + Int64(period.startSeconds)) }
        }
        let periods = changes.filter { (begin..<end).contains($0) }.sorted().map { second in
            let moment = Timestamp(seconds: second)
            let ceilings = [self, other].compactMap { $0.ceiling(at: moment, as: unit, supply) }
            let lowest = ceilings.dropFirst().reduce(ceilings.first) { $0?.lower($1, supply) }
            return Period(startSeconds: Int(second - begin), lowest)
        }
        return CompositeSchedule(
            evse: evse, start: Timestamp(seconds: begin), durationSeconds: Int(end - begin), unit: unit,
            periods: Self.merged(periods))
    }

    private func ceiling(at moment: Timestamp, as wanted: RateUnit, _ supply: Supply) -> Ceiling? {
        guard let period = period(at: moment), let limit = period.limit else { return nil }
        return Ceiling(limit, of: unit, phases: period.phases, phaseToUse: period.phaseToUse, as: wanted, supply)
    }

    private static func merged(_ periods: [Period]) -> [Period] {
        periods.reduce(into: []) { merged, period in
            if merged.last?.isSameLimit(as: period) != true { merged.append(period) }
        }
    }

    private static func tenthsBelow(_ limit: ExactDecimal) -> ExactDecimal {
        ExactDecimal(digits: max(0, limit.floored(places: 1) ?? 0), scale: 1) ?? ExactDecimal(0)
    }
}
