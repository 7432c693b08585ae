/// The charging profiles installed on one station, by EVSE; EVSE 0 is the whole station.
///
/// A book is small because it stands in snapshots: at most 64 profiles, and 4096 periods in all of them.
package struct ProfileBook: Hashable, Codable, Sendable {
    package struct Installed: Hashable, Codable, Sendable {
        package var evse: Int
        package var profile: ChargingProfile
    }

    package enum Outcome: Hashable, Sendable {
        /// It counts from now on, in place of these.
        case installed(replaced: [Int])
        case refused(ProfileRefusal)
    }

    package static let mostProfiles = 64
    package static let mostPeriods = 4096

    /// In the order they came.
    package private(set) var installed: [Installed] = []

    package init() {}

    /// Takes a profile in if the rules and the profiles already here allow it.
    package mutating func set(_ profile: ChargingProfile, on evse: Int, by rules: ProfileRules) -> Outcome {
        if profile.purpose == .chargingStationExternalConstraints { return .refused(.externalConstraints) }
        if let refusal = rules.refusal(of: profile, on: evse) { return .refused(refusal) }
        var profile = profile
        // Known by its transaction from now on, so that it goes when that ends.
        if profile.purpose == .txProfile, profile.transaction == nil {
            guard let running = rules.running[evse] else { return .refused(.transactionMissing) }
            profile.transaction = running
        }
        let (replaced, holder) = places(taken: Installed(evse: evse, profile: profile), replacing: rules.replacing)
        if let holder { return .refused(.duplicate(of: holder)) }
        return put(Installed(evse: evse, profile: profile), inPlaceOf: replaced)
    }

    /// Takes in what the grid operator or the load management demands, in place of what it demanded under that id.
    package mutating func constrain(_ profile: ChargingProfile, on evse: Int, by rules: ProfileRules) -> Outcome {
        guard profile.purpose == .chargingStationExternalConstraints else { return .refused(.externalConstraints) }
        if let refusal = rules.refusal(of: profile, on: evse) { return .refused(refusal) }
        let holder = installed.first { $0.profile.id == profile.id }
        if let holder, !holder.isExternal { return .refused(.duplicate(of: profile.id)) }
        return put(Installed(evse: evse, profile: profile), inPlaceOf: holder == nil ? [] : [profile.id])
    }

    /// Removes what the criteria match, except external constraints: those are not a cloud's to clear.
    package mutating func clear(_ criteria: ProfileCriteria) -> [Installed] {
        remove { !$0.isExternal && criteria.matches($0) }
    }

    /// The site's own constraint is over.
    package mutating func release(constraint id: Int) -> [Installed] {
        remove { $0.isExternal && $0.profile.id == id }
    }

    package func list(_ criteria: ProfileCriteria) -> [Installed] { installed.filter(criteria.matches) }

    /// The profiles of a transaction go with it.
    package mutating func transactionEnded(_ transaction: TransactionID) -> [Installed] {
        remove { $0.profile.purpose == .txProfile && $0.profile.transaction == transaction }
    }

    /// Profiles that can never count again leave their room to others.
    package mutating func expire(at moment: Timestamp) -> [Installed] {
        remove { $0.profile.validTo.map { $0 <= moment } == true }
    }

    private mutating func remove(where matches: (Installed) -> Bool) -> [Installed] {
        let gone = installed.filter(matches)
        installed.removeAll(where: matches)
        return gone
    }

    private mutating func put(_ new: Installed, inPlaceOf replaced: [Int]) -> Outcome {
        let rest = installed.filter { !replaced.contains($0.profile.id) }
        guard rest.count < Self.mostProfiles else { return .refused(.tooManyProfiles(most: Self.mostProfiles)) }
        let periods = rest.reduce(new.profile.schedule.periods.count) { $0 + $1.profile.schedule.periods.count }
        guard periods <= Self.mostPeriods else { return .refused(.tooManyPeriods(most: Self.mostPeriods)) }
        installed = rest + [new]
        return .installed(replaced: replaced)
    }

    /// Whom a new profile replaces, or the one that stands in its way.
    private func places(
        taken new: Installed, replacing: ProfileRules.Replacing
    ) -> (replaced: [Int], holder: Int?) {
        var replaced: [Int] = []
        for old in installed {
            if old.profile.id == new.profile.id {
                if old.isExternal { return ([], old.profile.id) }
                replaced.append(old.profile.id)
            } else if replacing == .sameLevel {
                if old.isSamePlace(as: new) { replaced.append(old.profile.id) }
            } else if old.isInTheWay(of: new) {
                return ([], old.profile.id)
            }
        }
        return (replaced, nil)
    }
}

/// Which profiles are meant.
package struct ProfileCriteria: Hashable, Codable, Sendable {
    /// Any of these. Ids alone say it all, so that the rest is not looked at beside them.
    package var ids: Set<Int>
    package var evse: Int?
    package var purpose: ChargingProfile.Purpose?
    package var stackLevel: Int?

    /// Nothing named means all of them.
    package init(
        ids: Set<Int> = [], evse: Int? = nil, purpose: ChargingProfile.Purpose? = nil, stackLevel: Int? = nil
    ) {
        self.ids = ids
        self.evse = evse
        self.purpose = purpose
        self.stackLevel = stackLevel
    }

    func matches(_ installed: ProfileBook.Installed) -> Bool {
        let profile = installed.profile
        guard ids.isEmpty else { return ids.contains(profile.id) }
        return (evse == nil || evse == installed.evse) && (purpose == nil || purpose == profile.purpose)
            && (stackLevel == nil || stackLevel == profile.stackLevel)
    }
}

extension ProfileBook.Installed {
    fileprivate var isExternal: Bool { profile.purpose == .chargingStationExternalConstraints }

    fileprivate func isSamePlace(as other: Self) -> Bool {
        evse == other.evse && profile.purpose == other.profile.purpose && profile.stackLevel == other.profile.stackLevel
            && profile.transaction == other.profile.transaction
    }

    /// OCPP 2.0.1, K01.FR.06, .39, .52 and .53.
    fileprivate func isInTheWay(of other: Self) -> Bool {
        guard profile.purpose == other.profile.purpose, profile.stackLevel == other.profile.stackLevel else {
            return false
        }
        switch profile.purpose {
        case .txProfile: return evse == other.evse && profile.transaction == other.profile.transaction
        case .txDefaultProfile:
            return evse == other.evse ? profile.isValidTogether(with: other.profile) : evse == 0 || other.evse == 0
        case .chargingStationMaxProfile: return profile.isValidTogether(with: other.profile)
        case .chargingStationExternalConstraints: return false
        }
    }
}

extension ChargingProfile {
    fileprivate func isValidTogether(with other: Self) -> Bool {
        func isOver(_ first: Self, before second: Self) -> Bool {
            guard let to = first.validTo, let from = second.validFrom else { return false }
            return to <= from
        }
        return !isOver(self, before: other) && !isOver(other, before: self)
    }
}
