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
                ceilings.append(
                    Ceiling(
                        period.limit, of: profile.schedule.unit, phases: period.phases, phaseToUse: period.phaseToUse,
                        as: context.unit, context.supply))
                return true
            }
            return false
        }
        for profiles in common { _ = look(at: profiles) }
        let isOverruled = look(at: transaction) || (context.overruling == .whilePresent && !transaction.isEmpty)
        if !isOverruled { _ = look(at: fallback) }
        guard let first = ceilings.first else { return (nil, changes.min()) }
        return (ceilings.dropFirst().reduce(first) { $0.lower($1, context.supply) }, changes.min())
    }
}
