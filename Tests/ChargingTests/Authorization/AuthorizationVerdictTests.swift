import Charging
import Testing

/// Who may charge: by the list, by the cloud, by what the cloud said, and by the site's policy when it is silent.
@Suite struct AuthorizationVerdictTests {
    typealias CloudAnswer = AuthorizationQuestion.CloudAnswer

    static let now = time("2026-04-14T18:30:00Z")

    /// LISTED, BLOCKED and OLD stand in the list, CACHED and REFUSED in the cache.
    static func question(
        _ tag: String?, _ policy: AuthorizationPolicy, running: Set<Tag> = []
    ) -> AuthorizationQuestion {
        var list = LocalList()
        let records = [
            TagRecord(tag: Tag("LISTED")!, group: Tag("FAMILY")), TagRecord(tag: Tag("BLOCKED")!, status: .blocked),
            TagRecord(tag: Tag("OLD")!, expires: now - .hours(1)),
        ]
        _ = list.apply(LocalListUpdate(version: 1, kind: .full, changes: records.map { .init($0) }))
        var cache = AuthorizationCache()
        cache.learn(Tag("CACHED")!, TagAnswer(status: .accepted, group: Tag("FLEET")), at: now - .hours(1))
        cache.learn(Tag("REFUSED")!, TagAnswer(status: .blocked), at: now - .hours(1))
        cache.learn(Tag("LISTED")!, TagAnswer(status: .blocked), at: now - .hours(1))
        return AuthorizationQuestion(
            tag: tag.flatMap { Tag($0) }, station: "CP1", at: now, list: list, cache: cache,
            policies: AuthorizationPolicies(stations: ["CP1": policy]), running: running)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var tag: String?
        var who: AuthorizationPolicy.WhoCharges = .authorized
        var offline: AuthorizationPolicy.WhenOffline = .knownOnly
        var cloud: CloudAnswer
        var status: Authorization
        var source: AuthorizationVerdict.Source
        var testDescription: String { "\(tag ?? "nobody"), \(who), \(offline), \(cloud): \(status) by \(source)" }
    }

    static let yes = CloudAnswer.answered(TagAnswer(status: .accepted))
    static let no = CloudAnswer.answered(TagAnswer(status: .blocked))

    @Test(arguments: [
        Case(tag: "listed", cloud: no, status: .accepted, source: .list),
        Case(tag: "blocked", cloud: yes, status: .blocked, source: .list),
        Case(tag: "old", cloud: yes, status: .accepted, source: .cloud),
        Case(tag: "old", cloud: .unreachable, status: .expired, source: .list),
        Case(tag: "old", cloud: .none, status: .expired, source: .list),
        Case(tag: "cached", cloud: no, status: .blocked, source: .cloud),
        Case(tag: "new", cloud: yes, status: .accepted, source: .cloud),
        Case(tag: "new", cloud: .none, status: .invalid, source: .policy),
        Case(tag: nil, cloud: yes, status: .invalid, source: .policy),
        Case(tag: "", cloud: yes, status: .invalid, source: .policy),

        Case(tag: "listed", cloud: .unreachable, status: .accepted, source: .list),
        Case(tag: "cached", cloud: .unreachable, status: .accepted, source: .cache),
        Case(tag: "refused", cloud: .unreachable, status: .blocked, source: .cache),
        Case(tag: "new", cloud: .unreachable, status: .invalid, source: .policy),

        Case(tag: "new", offline: .everyone, cloud: .unreachable, status: .accepted, source: .policy),
        Case(tag: "new", offline: .everyone, cloud: no, status: .blocked, source: .cloud),
        Case(tag: "new", offline: .everyone, cloud: .none, status: .invalid, source: .policy),
        Case(tag: "refused", offline: .everyone, cloud: .unreachable, status: .blocked, source: .cache),
        Case(tag: "blocked", offline: .everyone, cloud: .unreachable, status: .blocked, source: .list),

        Case(tag: "listed", offline: .nobody, cloud: .unreachable, status: .invalid, source: .policy),
        Case(tag: "cached", offline: .nobody, cloud: .unreachable, status: .invalid, source: .policy),
        Case(tag: "listed", offline: .nobody, cloud: .none, status: .accepted, source: .list),
        Case(tag: "new", offline: .nobody, cloud: yes, status: .accepted, source: .cloud),

        Case(tag: "listed", who: .listed, offline: .nobody, cloud: .unreachable, status: .accepted, source: .list),
        Case(tag: "new", who: .listed, cloud: yes, status: .invalid, source: .policy),
        Case(tag: "cached", who: .listed, cloud: .unreachable, status: .invalid, source: .policy),
        Case(tag: "old", who: .listed, cloud: yes, status: .expired, source: .list),
        Case(tag: nil, who: .listed, cloud: .none, status: .invalid, source: .policy),

        Case(tag: "new", who: .everyone, cloud: no, status: .accepted, source: .policy),
        Case(tag: "blocked", who: .everyone, cloud: yes, status: .blocked, source: .list),
        Case(tag: nil, who: .everyone, cloud: .unreachable, status: .accepted, source: .policy),
    ])
    func `a tag is judged by the first that knows it`(_ test: Case) {
        let policy = AuthorizationPolicy(whoCharges: test.who, whenOffline: test.offline)
        let verdict = Self.question(test.tag, policy).decide(cloud: test.cloud)
        #expect(verdict.status == test.status)
        #expect(verdict.source == test.source)
    }

    @Test func `the cloud is asked only where nobody here knows`() {
        func local(_ tag: String?, _ policy: AuthorizationPolicy = AuthorizationPolicy()) -> Authorization? {
            Self.question(tag, policy).decideWithoutCloud()?.status
        }
        #expect(local("listed") == .accepted)
        #expect(local("blocked") == .blocked)
        #expect(local(nil) == .invalid)
        #expect(local("old") == nil)
        #expect(local("new") == nil)
        #expect(local("cached") == nil)
        let trusting = AuthorizationPolicy(trustsCacheOnline: true)
        #expect(local("cached", trusting) == .accepted)
        #expect(local("refused", trusting) == nil, "a refusal is asked about again")
        #expect(local("new", AuthorizationPolicy(whoCharges: .everyone)) == .accepted)
        #expect(local("new", AuthorizationPolicy(whoCharges: .listed)) == .invalid)
    }

    @Test func `a station without a policy of its own has the site's`() {
        var question = Self.question("new", AuthorizationPolicy(whoCharges: .everyone))
        #expect(question.decide(cloud: .none).status == .accepted)
        question.station = "CP2"
        #expect(question.decide(cloud: .none).status == .invalid)
    }

    @Test func `a tag charges once where the policy says so`() throws {
        let tag = try #require(Tag("LISTED"))
        let once = AuthorizationPolicy(oneTransactionPerTag: true)
        let verdict = Self.question("listed", once, running: [tag]).decide(cloud: .none)
        #expect(verdict.status == .concurrentTransaction && verdict.group == Tag("FAMILY"))
        #expect(Self.question("listed", once).decide(cloud: .none).status == .accepted)
        #expect(Self.question("listed", AuthorizationPolicy(), running: [tag]).decide(cloud: .none).status == .accepted)
        let blocked = try #require(Tag("BLOCKED"))
        #expect(Self.question("blocked", once, running: [blocked]).decide(cloud: .none).status == .blocked)
    }

    @Test func `the cache may know tags by another name than their own`() {
        var question = Self.question("secret", AuthorizationPolicy())
        #expect(question.decide(cloud: .unreachable).status == .invalid)
        question.cacheKey = Tag("CACHED")
        let verdict = question.decide(cloud: .unreachable)
        #expect(verdict.source == .cache && verdict.group == Tag("FLEET"))
    }
}
