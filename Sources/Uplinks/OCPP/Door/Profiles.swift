import Charging

// Charging profiles of a CSMS, under the limits of the site.
extension Doorkeeper {
    /// The profile as the station gets it, and what was changed about it.
    ///
    /// The load management of the site keeps its limit in the station as a profile of its own. A profile of the same
    /// purpose would count in its place, so it is made no higher than that limit, and never takes its place.
    func admitted(
        _ profile: ChargingProfile, on evse: Int, _ facts: StationFacts, comesWithStart: Bool = false
    ) throws(Refusal) -> (profile: ChargingProfile, remark: String?) {
        guard profile.purpose != .chargingStationExternalConstraints else {
            throw .refused("InvalidProfile", ProfileRefusal.externalConstraints.description)
        }
        guard !Self.isReserved(profile.id), (0...Int(Int32.max)).contains(profile.id) else {
            throw .refused("DuplicateProfile", "The site itself uses profile id \(profile.id); choose another one.")
        }
        let profile = profile.starting(at: now)
        var rules = ProfileRules(
            replacing: .sameLevel, evses: facts.evses.isEmpty ? nil : facts.evses, comesWithStart: comesWithStart)
        rules.running = facts.running
        if let refusal = rules.refusal(of: profile, on: evse) {
            throw .refused(refusal.reasonCode, refusal.description)
        }
        guard profile.purpose != .chargingStationMaxProfile else { return (profile, nil) }
        let most = facts.siteLimit(on: evse)
        let fitting = profile.under(most)
        guard let most else { return (fitting, nil) }
        guard profile.stackLevel > 0 else {
            throw .refused(
                "InvalidStackLevel", "The site's own limit has stack level 0; send the profile on a higher level.")
        }
        guard fitting.schedule != profile.schedule else { return (fitting, nil) }
        return (fitting, "The site allows \(most) A here; what was more than that was lowered to it.")
    }

    /// What of a wish to clear profiles the station may be told: never to forget the limits of the site.
    func admitted(_ criteria: ProfileCriteria, _ facts: StationFacts) -> ProfileCriteria? {
        guard facts.siteLimit(on: 0) != nil else { return criteria }
        if !criteria.ids.isEmpty {
            let ids = criteria.ids.filter { !Self.isReserved($0) }
            return ids.isEmpty ? nil : ProfileCriteria(ids: ids)
        }
        let ids = facts.profiles.list(criteria).map(\.profile)
            .filter { $0.purpose != .chargingStationExternalConstraints && !Self.isReserved($0.id) }.map(\.id)
        return ids.isEmpty ? nil : ProfileCriteria(ids: Set(ids))
    }

    /// The ids under which the drivers keep the limits of the site and copies of profiles.
    static func isReserved(_ id: Int) -> Bool { id >= 1_900_000_000 || (900_000..<901_000).contains(id) }
}
