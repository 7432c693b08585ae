/// What the gateway answers to a tag, and on whose word.
package struct AuthorizationVerdict: Hashable, Codable, Sendable {
    package enum Source: String, Codable, Sendable, CaseIterable {
        case list
        case cache
        case policy
        case cloud
    }

    package var status: Authorization
    package var expires: Timestamp?
    package var group: Tag?
    package var source: Source

    package init(status: Authorization, expires: Timestamp? = nil, group: Tag? = nil, source: Source) {
        self.status = status
        self.expires = expires
        self.group = group
        self.source = source
    }

    package init(_ answer: TagAnswer, source: Source) {
        self.init(status: answer.status, expires: answer.expires, group: answer.group, source: source)
    }
}

/// A tag is shown at a station: everything that decides about it, as values.
package struct AuthorizationQuestion: Sendable {
    /// What came of asking a cloud.
    package enum CloudAnswer: Hashable, Sendable {
        case answered(TagAnswer)
        /// It should have been asked and could not be.
        case unreachable
        /// No cloud decides about tags here.
        case none
    }

    /// `nil` where the station gave no tag.
    package var tag: Tag?
    package var station: StationID
    package var at: Timestamp
    package var list: LocalList
    package var cache: AuthorizationCache
    /// What the cache knows the tag by, where that is not the tag itself.
    package var cacheKey: Tag?
    package var policies: AuthorizationPolicies
    /// The tags whose transactions run somewhere else now.
    package var running: Set<Tag>

    package init(
        tag: Tag?, station: StationID, at moment: Timestamp, list: LocalList = LocalList(),
        cache: AuthorizationCache = AuthorizationCache(), cacheKey: Tag? = nil,
        policies: AuthorizationPolicies = AuthorizationPolicies(), running: Set<Tag> = []
    ) {
        self.tag = tag
        self.station = station
        at = moment
        self.list = list
        self.cache = cache
        self.cacheKey = cacheKey
        self.policies = policies
        self.running = running
    }

    /// The verdict with what the cloud said.
    package func decide(cloud: CloudAnswer) -> AuthorizationVerdict {
        limitedToOneTransaction(verdict(cloud))
    }

    /// The verdict, where it does not take a cloud; `nil` where the cloud has to be asked. Only for the time when it can
    /// be: a policy may let nobody charge while it cannot.
    package func decideWithoutCloud() -> AuthorizationVerdict? { local.map(limitedToOneTransaction) }

    private var policy: AuthorizationPolicy { policies[station] }

    private var local: AuthorizationVerdict? {
        // Where everyone charges nobody has to name himself; elsewhere nobody charges unnamed.
        guard let tag else {
            return AuthorizationVerdict(status: policy.whoCharges == .everyone ? .accepted : .invalid, source: .policy)
        }
        if let record = list[tag] {
            let status = record.status(at: at)
            // A record that ran out is old knowledge; somebody who can be asked may know better.
            if policy.whoCharges != .authorized || status != .expired {
                return AuthorizationVerdict(
                    TagAnswer(status: status, expires: record.expires, group: record.group), source: .list)
            }
        }
        switch policy.whoCharges {
        case .everyone: return AuthorizationVerdict(status: .accepted, source: .policy)
        case .listed: return AuthorizationVerdict(status: .invalid, source: .policy)
        case .authorized:
            guard policy.trustsCacheOnline, list[tag] == nil, let cached, cached.status == .accepted else { return nil }
            return AuthorizationVerdict(cached, source: .cache)
        }
    }

    private var cached: TagAnswer? {
        (cacheKey ?? tag).flatMap { cache.answer(for: $0, at: at, lifetime: policy.cacheLifetime) }
    }

    private func verdict(_ cloud: CloudAnswer) -> AuthorizationVerdict {
        if cloud == .unreachable, policy.whoCharges == .authorized, policy.whenOffline == .nobody {
            return AuthorizationVerdict(status: .invalid, source: .policy)
        }
        if let local { return local }
        if case .answered(let answer) = cloud { return AuthorizationVerdict(answer, source: .cloud) }
        if let record = tag.flatMap({ list[$0] }) {
            return AuthorizationVerdict(
                TagAnswer(status: record.status(at: at), expires: record.expires, group: record.group), source: .list)
        }
        if cloud == .unreachable {
            if let cached { return AuthorizationVerdict(cached, source: .cache) }
            if policy.whenOffline == .everyone { return AuthorizationVerdict(status: .accepted, source: .policy) }
        }
        return AuthorizationVerdict(status: .invalid, source: .policy)
    }

    private func limitedToOneTransaction(_ verdict: AuthorizationVerdict) -> AuthorizationVerdict {
        guard policy.oneTransactionPerTag, verdict.status == .accepted, let tag, running.contains(tag) else {
            return verdict
        }
        var refused = verdict
        refused.status = .concurrentTransaction
        refused.source = .policy
        return refused
    }
}
