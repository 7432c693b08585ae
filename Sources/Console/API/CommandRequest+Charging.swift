import Charging

// Requests about limits and charging profiles.
extension CommandRequest {
    func chargingCommand(at now: Timestamp) throws(APIFailure) -> Command {
        let evse = try checked(evse, from: 0)
        switch command {
        case .limit: return .limit(try currentLimit(evse ?? 0))
        case .clearChargingProfiles: return .clearChargingProfiles(try criteria(evse))
        case .getChargingProfiles: return .getChargingProfiles(try criteria(evse))
        case .compositeSchedule:
            return .getCompositeSchedule(
                evse: evse ?? 0, seconds: try number(seconds, "seconds", in: 1...31_536_000) ?? 86_400, unit: unit)
        default:
            let profile = try wantedProfile(evse ?? 0).starting(at: now)
            let place = evse ?? (profile.purpose == .txProfile ? 1 : 0)
            try check(profile, on: place)
            return .setChargingProfile(profile, evse: place)
        }
    }

    /// A profile that travels with a request to start.
    func startProfile(at now: Timestamp) throws(APIFailure) -> ChargingProfile? {
        guard profile != nil || amperes != nil else { return nil }
        var profile = try wantedProfile(1).starting(at: now)
        profile.purpose = .txProfile
        profile.transaction = nil
        try check(profile, on: evse ?? 1, comesWithStart: true)
        return profile
    }

    private func currentLimit(_ evse: Int) throws(APIFailure) -> CurrentLimit {
        let (amperes, safe) = (try current(amperes, "amperes"), try current(self.safe, "safe"))
        let after = try number(seconds, "seconds", in: 30...86_400) ?? 180
        return CurrentLimit(evse: evse, amperes: amperes, safeAmperes: safe, fallbackSeconds: after)
    }

    private func criteria(_ evse: Int?) throws(APIFailure) -> ProfileCriteria {
        let id = try number(profileID, "profileID", in: 0...Int(Int32.max))
        return ProfileCriteria(
            ids: id.map { [$0] } ?? [], evse: evse, purpose: purpose,
            stackLevel: try number(level, "level", in: 0...255))
    }

    private func wantedProfile(_ evse: Int) throws(APIFailure) -> ChargingProfile {
        if let whole = try checkedProfile() { return whole }
        return try simpleProfile(evse)
    }

    private func checkedProfile() throws(APIFailure) -> ChargingProfile? {
        guard let profile, !(0...Int(Int32.max)).contains(profile.id) else { return profile }
        throw Self.failure("A profile's id is a number from 0 to 2147483647.", "Write another id.")
    }

    /// One limit: from a moment or from now on, for ever or until another moment.
    private func simpleProfile(_ evse: Int) throws(APIFailure) -> ChargingProfile {
        let amperes = try current(amperes, "amperes")
        let transaction = transaction == nil ? nil : try requestedTransaction()
        var duration = try number(seconds, "seconds", in: 1...31_536_000)
        if let from, let until, duration == nil { duration = Int(clamping: (until - from).components.seconds) }
        return ChargingProfile(
            id: try number(profileID, "profileID", in: 0...Int(Int32.max)) ?? 1,
            stackLevel: try number(level, "level", in: 0...255) ?? 0,
            purpose: purpose ?? (transaction == nil ? .txDefaultProfile : .txProfile), validTo: until,
            transaction: transaction,
            schedule: ChargingSchedule(
                unit: .ampere, start: from, durationSeconds: duration,
                periods: [ChargingSchedule.Period(startSeconds: 0, limit: amperes)]))
    }

    /// What no station could take is told before one is asked. Which transactions run is the station's to say.
    private func check(_ profile: ChargingProfile, on evse: Int, comesWithStart: Bool = false) throws(APIFailure) {
        var rules = ProfileRules(replacing: .sameLevel, comesWithStart: comesWithStart)
        if let transaction = profile.transaction { rules.running[evse] = transaction }
        guard let refusal = rules.refusal(of: profile, on: evse), refusal != .transactionNotRunning else {
            guard profile.purpose == .chargingStationExternalConstraints else { return }
            throw Self.failure(ProfileRefusal.externalConstraints.description, "Use another purpose.")
        }
        throw Self.failure(refusal.description, "See ohmstead help send for the forms a profile has.")
    }
}
