/// Who may charge at a station, and what holds when nobody can be asked.
package struct AuthorizationPolicy: Hashable, Codable, Sendable {
    package enum WhoCharges: String, Codable, Sendable, CaseIterable {
        /// Whoever the local list or the cloud accepts.
        case authorized
        /// Only the tags of the local list; no cloud is asked.
        case listed
        /// Everybody the local list does not refuse; no cloud is asked.
        case everyone
    }

    package enum WhenOffline: String, Codable, Sendable, CaseIterable {
        /// Those whom the local list or the cache knows.
        case knownOnly = "known"
        /// Unknown tags too; those who are known to be refused stay refused.
        case everyone
        case nobody
    }

    package var whoCharges: WhoCharges
    /// Counts where the cloud would be asked and cannot be.
    package var whenOffline: WhenOffline
    /// A tag that the cache knows as accepted need not wait for the cloud.
    package var trustsCacheOnline: Bool
    /// How long the cache's answers hold.
    package var cacheLifetime: Duration
    /// A tag charges at one place at a time.
    package var oneTransactionPerTag: Bool
    /// The group that may stop anything.
    package var masterGroup: Tag?

    package init(
        whoCharges: WhoCharges = .authorized, whenOffline: WhenOffline = .knownOnly, trustsCacheOnline: Bool = false,
        cacheLifetime: Duration = .hours(30 * 24), oneTransactionPerTag: Bool = false, masterGroup: Tag? = nil
    ) {
        self.whoCharges = whoCharges
        self.whenOffline = whenOffline
        self.trustsCacheOnline = trustsCacheOnline
        self.cacheLifetime = cacheLifetime
        self.oneTransactionPerTag = oneTransactionPerTag
        self.masterGroup = masterGroup
    }
}

/// The site's policy, and those of stations that differ.
package struct AuthorizationPolicies: Hashable, Codable, Sendable {
    package var site: AuthorizationPolicy
    package var stations: [StationID: AuthorizationPolicy]

    package init(site: AuthorizationPolicy = AuthorizationPolicy(), stations: [StationID: AuthorizationPolicy] = [:]) {
        self.site = site
        self.stations = stations
    }

    package subscript(station: StationID) -> AuthorizationPolicy { stations[station] ?? site }
}
