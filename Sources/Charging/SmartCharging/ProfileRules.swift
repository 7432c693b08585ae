/// What a station can do with charging profiles and what runs there now: all that decides whether one is taken.
package struct ProfileRules: Hashable, Sendable {
    /// How a profile finds the one it replaces, which is where the two versions differ.
    package enum Replacing: Hashable, Sendable {
        /// OCPP 1.6: the one with the same purpose and stack level, and the one with the same id.
        case sameLevel
        /// OCPP 2.0.1: only the one with the same id; another id in the same place is refused.
        case sameID
    }

    package var replacing: Replacing
    /// The station's EVSEs, as far as they are known.
    package var evses: Set<Int>?
    package var highestStackLevel: Int
    package var mostPeriods: Int
    package var units: Set<RateUnit>
    /// The transaction that runs on each EVSE.
    package var running: [Int: TransactionID]
    /// The profile travels inside a request to start, so its transaction does not exist yet.
    package var comesWithStart: Bool

    package init(
        replacing: Replacing, evses: Set<Int>? = nil, highestStackLevel: Int = 255, mostPeriods: Int = 1024,
        units: Set<RateUnit> = [.ampere, .watt], running: [Int: TransactionID] = [:], comesWithStart: Bool = false
    ) {
        self.replacing = replacing
        self.evses = evses
        self.highestStackLevel = highestStackLevel
        self.mostPeriods = min(mostPeriods, 1024)
        self.units = units
        self.running = running
        self.comesWithStart = comesWithStart
    }

    /// What speaks against the profile by itself; `nil` when nothing does. The profiles installed already may yet.
    package func refusal(of profile: ChargingProfile, on evse: Int) -> ProfileRefusal? {
        refusalOfPlace(profile, on: evse) ?? refusalOfTime(profile) ?? refusalOfSchedule(profile.schedule)
    }

    private func refusalOfPlace(_ profile: ChargingProfile, on evse: Int) -> ProfileRefusal? {
        guard evse >= 0, evse == 0 || evses?.contains(evse) != false else { return .unknownEVSE(evse) }
        guard (0...highestStackLevel).contains(profile.stackLevel) else {
            return .stackLevel(highest: highestStackLevel)
        }
        switch profile.purpose {
        case .chargingStationExternalConstraints: break
        case .chargingStationMaxProfile:
            guard evse == 0 else { return .needsWholeStation }
            guard profile.kind != .relative else { return .relativeMaximum }
        case .txDefaultProfile: break
        case .txProfile: return refusalOfTransaction(profile.transaction, on: evse)
        }
        return profile.transaction == nil ? nil : .transactionNotWanted
    }

    private func refusalOfTransaction(_ transaction: TransactionID?, on evse: Int) -> ProfileRefusal? {
        if comesWithStart { return transaction == nil ? nil : .transactionNotWanted }
        guard evse > 0 else { return .needsOneEVSE }
        // OCPP 1.6 lets the id out and means whatever runs there.
        guard let transaction else {
            if replacing == .sameID { return .transactionMissing }
            return running[evse] == nil ? .transactionNotRunning : nil
        }
        return running[evse] == transaction ? nil : .transactionNotRunning
    }

    private func refusalOfTime(_ profile: ChargingProfile) -> ProfileRefusal? {
        guard (profile.kind == .recurring) == (profile.recurrency != nil) else { return .recurrency }
        if profile.kind == .relative {
            guard profile.schedule.start == nil else { return .startNotWanted }
        } else {
            guard profile.schedule.start != nil else { return .startMissing }
        }
        if let from = profile.validFrom, let to = profile.validTo, to <= from { return .validity }
        return nil
    }

    private func refusalOfSchedule(_ schedule: ChargingSchedule) -> ProfileRefusal? {
        guard units.contains(schedule.unit) else { return .unit(schedule.unit) }
        if let duration = schedule.durationSeconds, !(1...Self.longestSeconds).contains(duration) { return .duration }
        guard let first = schedule.periods.first else { return .noPeriods }
        guard schedule.periods.count <= mostPeriods else { return .tooManyPeriods(most: mostPeriods) }
        guard first.startSeconds == 0, schedule.periods.last!.startSeconds <= Self.longestSeconds,
            zip(schedule.periods, schedule.periods.dropFirst()).allSatisfy({ $0.startSeconds < $1.startSeconds })
        else { return .periodOrder }
        let range = ExactDecimal(0)...ExactDecimal(10_000_000)
        guard schedule.periods.allSatisfy({ range.contains($0.limit) }),
            schedule.minimumRate.map(range.contains) != false
        else { return .limit }
        return schedule.periods.allSatisfy(\.hasSensiblePhases) ? nil : .phases
    }

    /// Ten years: longer than any schedule, and short enough that no sum of times overflows.
    static let longestSeconds = 315_576_000
}

extension ChargingSchedule.Period {
    fileprivate var hasSensiblePhases: Bool {
        if let phases, !(1...3).contains(phases) { return false }
        guard let phaseToUse else { return true }
        return phases == 1 && (1...3).contains(phaseToUse)
    }
}
