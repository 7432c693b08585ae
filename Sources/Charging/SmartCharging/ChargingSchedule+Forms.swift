// Schedules in the form a station takes them in. Everything is rounded down: less is always safe.
extension ChargingSchedule {
    /// The same limits in the other unit.
    package func converted(to wanted: RateUnit, supply: Supply = Supply()) -> ChargingSchedule {
        guard wanted != unit else { return self }
        var copy = mapped { limit, phases in
            limit.floored(places: 3).flatMap { thousandths in
                ExactDecimal(digits: supply.convert(thousandths, from: unit, to: wanted, phases: phases), scale: 3)
            } ?? ExactDecimal(0)
        }
        copy.unit = wanted
        return copy.inTenths
    }

    /// With one decimal at most, which is what OCPP 1.6 allows.
    package var inTenths: ChargingSchedule {
        mapped { limit, _ in limit.floored(places: 1).flatMap { ExactDecimal(tenths: $0) } ?? ExactDecimal(0) }
    }

    /// The same for limits that have more decimals; the others keep their digits.
    package var withinTenths: ChargingSchedule { periods.contains { $0.limit.scale > 1 } ? inTenths : self }

    /// An equal part of each limit for each of so many; a current too small to be announced is a pause.
    package func shared(by count: Int) -> ChargingSchedule {
        mapped { limit, _ in
            guard count > 1, let tenths = limit.floored(places: 1) else { return limit }
            let share = ExactDecimal(tenths: tenths / Int64(count)) ?? ExactDecimal(0)
            return unit == .ampere ? SafeCurrent.usable(share) : share
        }
    }

    private func mapped(_ change: (ExactDecimal, Int?) -> ExactDecimal) -> ChargingSchedule {
        var copy = self
        for index in copy.periods.indices {
            copy.periods[index].limit = change(copy.periods[index].limit, copy.periods[index].phases)
        }
        copy.minimumRate = copy.minimumRate.map { change($0, nil) }
        return copy
    }
}

extension ExactDecimal {
    /// Written without a decimal where there is none.
    fileprivate init?(tenths: Int64) {
        if tenths % 10 == 0 { self.init(tenths / 10) } else { self.init(digits: tenths, scale: 1) }
    }
}
