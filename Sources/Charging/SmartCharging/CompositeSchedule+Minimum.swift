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
            let left = period(at: moment)
            let right = other.period(at: moment)?.converted(from: other.unit, to: unit, supply: supply)
            return Self.lower(left, right, startSeconds: Int(second - begin))
        }
        return CompositeSchedule(
            evse: evse, start: Timestamp(seconds: begin), durationSeconds: Int(end - begin), unit: unit,
            periods: Self.merged(periods))
    }

    private static func lower(_ left: Period?, _ right: Period?, startSeconds: Int) -> Period {
        let fewer = (right?.phases ?? .max) < (left?.phases ?? .max) ? right : left
        return Period(
            startSeconds: startSeconds, limit: [left?.limit, right?.limit].compactMap(\.self).min(),
            phases: fewer?.phases, phaseToUse: fewer?.phaseToUse)
    }

    private static func merged(_ periods: [Period]) -> [Period] {
        periods.reduce(into: []) { merged, period in
            if merged.last?.isSameLimit(as: period) != true { merged.append(period) }
        }
    }

    fileprivate static func tenthsBelow(_ limit: ExactDecimal) -> ExactDecimal {
        ExactDecimal(digits: max(0, limit.floored(places: 1) ?? 0), scale: 1) ?? ExactDecimal(0)
    }
}

extension CompositeSchedule.Period {
    fileprivate func converted(from unit: RateUnit, to wanted: RateUnit, supply: Supply) -> Self {
        guard let limit, unit != wanted else { return self }
        var copy = self
        let thousandths = supply.convert(limit.floored(places: 3) ?? 0, from: unit, to: wanted, phases: phases)
        copy.limit = ExactDecimal(digits: thousandths / 100, scale: 1)
        return copy
    }
}
