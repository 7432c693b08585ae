import Charging

/// Makes a charging profile fit a station that does not take every kind of them, or says why that cannot be done.
struct ProfileFitting {
    let treatment: Treatment
    /// The only unit the station says it takes.
    let onlyUnit: RateUnit?
    /// What runs where the profile is for.
    var running: StationMemory.Running?
    let now: Timestamp
    /// What was done to the profile, a sentence each.
    private(set) var remarks: [String] = []

    init(_ memory: StationMemory, at now: Timestamp) {
        treatment = memory.treatment
        onlyUnit = memory.limits.onlyUnit
        self.now = now
    }

    /// The unit the station is told limits in, where it does not take every one.
    var unit: RateUnit? { treatment.switches.chargingRateUnit.map { $0 == .watts ? .watt : .ampere } ?? onlyUnit }

    /// Something runs whose start is not known, and the station counts from that.
    var cannotTime: Bool {
        treatment.switches.chargingProfileKind == .relative && running != nil && running?.started == nil
    }

    /// `shares` is by how many connectors a limit has to be shared that was meant for all of them together.
    mutating func fit(_ profile: ChargingProfile, shares: Int = 1) throws(CommandError) -> ChargingProfile {
        if let highest = treatment.switches.maxStackLevel, profile.stackLevel > highest {
            throw treatment.refusal(
                "This station takes stack levels up to \(highest) only; send the profile on one of them",
                because: .maxStackLevel)
        }
        var profile = profile
        if shares > 1 { share(&profile, by: shares) }
        if let unit, unit != profile.schedule.unit {
            profile.schedule = profile.schedule.converted(to: unit)
            note("The limits were sent in \(unit.rawValue), the only unit this station takes.")
        }
        profile.schedule = profile.schedule.inTenths
        roundToSteps(&profile.schedule)
        try setKind(&profile)
        dropUnknown(&profile)
        if treatment.switches.limitZeroEndsTransaction == true, profile.schedule.pauses {
            note("At 0 this station ends the transaction; to go on takes a new remote start.")
        }
        return profile
    }

    mutating func note(_ remark: String) {
        if !remarks.contains(remark) { remarks.append(remark) }
    }

    private mutating func share(_ profile: inout ChargingProfile, by count: Int) {
        profile.schedule = profile.schedule.shared(by: count)
        note("The limit was shared equally by \(count) connectors.")
    }

    /// A current the station cannot set is set lower by it; better it is known here.
    private mutating func roundToSteps(_ schedule: inout ChargingSchedule) {
        guard let steps = treatment.switches.currentSteps, schedule.unit == .ampere else { return }
        for index in schedule.periods.indices {
            let limit = schedule.periods[index].limit
            let step = ExactDecimal(Int64(steps.last { ExactDecimal(Int64($0)) <= limit } ?? 0))
            guard step != limit else { continue }
            schedule.periods[index].limit = step
            note("\(limit) A became \(step) A, for this station sets certain currents only.")
        }
    }

    private mutating func setKind(_ profile: inout ChargingProfile) throws(CommandError) {
        guard let kind = treatment.switches.chargingProfileKind, kind.rawValue != profile.kind.rawValue else {
            profile = profile.starting(at: now)
            return
        }
        switch kind {
        case .relative where profile.kind == .absolute: try makeRelative(&profile)
        case .absolute where profile.kind == .relative:
            profile.kind = .absolute
            profile.schedule.start = running?.started ?? now
        default:
            throw treatment.refusal(
                "This station takes \(kind.rawValue) profiles only; send the profile as one",
                because: .chargingProfileKind)
        }
        note("The profile was sent as \(kind.rawValue), the only kind this station takes.")
    }

    /// The times of a relative schedule count from the start of the transaction.
    private func makeRelative(_ profile: inout ChargingProfile) throws(CommandError) {
        let schedule = profile.schedule
        let elapsed = running?.started.map { max(0, (schedule.start ?? now).seconds - $0.seconds) }
        // What holds for ever holds from whenever it is counted; and before a transaction there is nothing to count.
        let isConstant = schedule.periods.count == 1 && schedule.durationSeconds == nil
        guard let shift = isConstant || running == nil ? 0 : elapsed, let shift = Int(exactly: shift),
            shift <= Self.longestTransaction
        else {
            throw treatment.refusal(
                "This station takes Relative profiles only, and when its transaction began is not known; "
                    + "send a profile with one period and no duration", because: .chargingProfileKind)
        }
        profile.kind = .relative
        profile.schedule.start = nil
        for index in schedule.periods.indices.dropFirst() { profile.schedule.periods[index].startSeconds += shift }
        profile.schedule.durationSeconds = schedule.durationSeconds.map { $0 + shift }
    }

    private static let longestTransaction = 315_576_000

    private mutating func dropUnknown(_ profile: inout ChargingProfile) {
        guard profile.schedule.periods.contains(where: { $0.phaseToUse != nil }) else { return }
        for index in profile.schedule.periods.indices { profile.schedule.periods[index].phaseToUse = nil }
        note("OCPP 1.6 cannot say which phase is to be used; the station chooses.")
    }
}

extension ChargingSchedule {
    fileprivate var pauses: Bool { periods.contains { $0.limit <= ExactDecimal(0) } }
}
