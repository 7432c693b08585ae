/// A limit at one moment, in one unit: so much, on no more than so many phases.
struct Ceiling {
    /// Rounded down, so that no conversion lets more through.
    var tenths: Int64
    var unit: RateUnit
    var phases: Int?
    var phaseToUse: Int?

    init(
        _ limit: ExactDecimal, of unit: RateUnit, phases: Int?, phaseToUse: Int?, as wanted: RateUnit, _ supply: Supply
    ) {
        let thousandths = supply.convert(limit.floored(places: 3) ?? 0, from: unit, to: wanted, phases: phases)
        tenths = max(0, thousandths / 100)
        self.unit = wanted
        self.phases = phases
        self.phaseToUse = phaseToUse
    }

    var limit: ExactDecimal { ExactDecimal(digits: tenths, scale: 1) ?? ExactDecimal(0) }

    /// The lower of two ceilings in one unit, on no more phases than either allows.
    func lower(_ other: Ceiling, _ supply: Supply) -> Ceiling {
        let fewest = min(phases ?? supply.phases, other.phases ?? supply.phases)
        var result = (other.phases ?? .max) < (phases ?? .max) ? other : self
        if phases == other.phases { result.phaseToUse = phaseToUse ?? other.phaseToUse }
        result.tenths = min(onPhases(fewest, supply), other.onPhases(fewest, supply))
        return result
    }

    /// What is left when fewer phases are used. Power that is allowed on three phases is not allowed on one: it would
    /// be three times the current there, and a limit in amperes may stand behind it.
    private func onPhases(_ fewest: Int, _ supply: Supply) -> Int64 {
        let own = phases ?? supply.phases
        guard unit == .watt, fewest < own else { return tenths }
        return tenths / Int64(own) * Int64(fewest)
    }
}
