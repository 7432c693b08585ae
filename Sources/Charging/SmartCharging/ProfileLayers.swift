/// The profiles that concern one EVSE, by purpose, the strongest first.
struct ProfileLayers {
    private let context: CompositeContext
    private let transactionStart: Int64
    /// What counts beside each other: external constraints and the station's maximum.
    private let common: [[ChargingProfile]]
    private let transaction: [ChargingProfile]
    private let fallback: [ChargingProfile]

    init(_ installed: [ProfileBook.Installed], evse: Int, begin: Int64, context: CompositeContext) {
        self.context = context
        transactionStart = context.running?.started.seconds ?? begin
        func strongestFirst(_ purpose: ChargingProfile.Purpose) -> [ChargingProfile] {
            let matching = installed.filter {
                $0.profile.purpose == purpose && ($0.evse == 0 || $0.evse == evse)
            }
            return matching.sorted { left, right in
                left.evse == right.evse ? left.profile.stackLevel > right.profile.stackLevel : left.evse > right.evse
            }.map(\.profile)
        }
        // Constraints do not replace each other by level: whoever demands less is right.
        common =
            strongestFirst(.chargingStationExternalConstraints).map { [$0] }
            + [strongestFirst(.chargingStationMaxProfile)]
        let running = context.running?.id
        transaction =
            evse == 0
            ? [] : strongestFirst(.txProfile).filter { running != nil && ($0.transaction ?? running) == running }
        fallback = evse == 0 ? [] : strongestFirst(.txDefaultProfile)
    }

    /// The limit at that second and when it may change; no limit where no profile says anything.
    func ceiling(at second: Int64) -> (ceiling: Ceiling?, nextChange: Int64?) {
        var ceilings: [Ceiling] = []
        var changes: [Int64] = []
        /// Whether one of them says something.
        func look(at profiles: [ChargingProfile]) -> Bool {
            for profile in profiles {
                let view = profile.view(at: second, transactionStart: transactionStart)
                if let change = view.nextChange { changes.append(change) }
                guard let period = view.period else { continue }
                ceilings.append(Ceiling(period, of: profile.schedule.unit, in: context))
                return true
            }
            return false
        }
        for profiles in common { _ = look(at: profiles) }
        let isOverruled = look(at: transaction) || (context.overruling == .whilePresent && !transaction.isEmpty)
        if !isOverruled { _ = look(at: fallback) }
        return (ceilings.isEmpty ? nil : ceilings.dropFirst().reduce(ceilings[0]) { $0.lower($1) }, changes.min())
    }
}

/// A limit in the unit that was asked for.
struct Ceiling {
    /// Rounded down, so that no conversion lets more through.
    var tenths: Int64
    var phases: Int?
    var phaseToUse: Int?

    init(_ period: ChargingSchedule.Period, of unit: RateUnit, in context: CompositeContext) {
        let thousandths = period.limit.floored(places: 3) ?? 0
        let converted = context.supply.convert(thousandths, from: unit, to: context.unit, phases: period.phases)
        tenths = max(0, converted / 100)
        phases = period.phases
        phaseToUse = period.phaseToUse
    }

    var limit: ExactDecimal { ExactDecimal(digits: tenths, scale: 1) ?? ExactDecimal(0) }

    /// The lower limit, on no more phases than either allows.
    func lower(_ other: Ceiling) -> Ceiling {
        var result = self
        result.tenths = min(tenths, other.tenths)
        let fewer = (other.phases ?? .max) < (phases ?? .max) ? other : self
        result.phases = fewer.phases
        result.phaseToUse = other.phases == phases ? phaseToUse ?? other.phaseToUse : fewer.phaseToUse
        return result
    }
}
