import Charging
import Gateway
import Simulator
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct SiteAuthorizerTests {
    private let memory = MemorySite()

    private func verdict(
        _ tag: String?, evse: Int? = nil, at station: StationID = "CP1",
        policies: AuthorizationPolicies = AuthorizationPolicies(site: AuthorizationPolicy(whoCharges: .listed)),
        file: [String] = [], cloud: FakeCloud? = nil, clock: any Clock<Duration> = ManualClock()
    ) async -> AuthorizationVerdict {
        var list = LocalList()
        _ = list.apply(
            LocalListUpdate(version: 1, kind: .full, changes: file.map { .init(TagRecord(tag: Tag($0)!)) }))
        return await SiteAuthorizer(
            policies: policies, fileList: list, site: { [memory] in memory.site }, recorder: memory, cloud: cloud,
            clock: clock, wallClock: memory.wallClock
        ).authorize(tag, at: station, evse: evse)
    }

    @Test func `tags of the file count beside those people list, in any case`() async throws {
        try await memory.lists([TagRecord(tag: Tag("LISTED")!)])
        #expect(await verdict(" listed ", file: ["FILE"]).status == .accepted)
        #expect(await verdict("file", file: ["FILE"]).status == .accepted)
        #expect(await verdict("other", file: ["FILE"]).status == .invalid)
        #expect(await verdict(nil, file: ["FILE"]).status == .invalid)
    }

    @Test func `what people say of a tag counts more than the file`() async throws {
        try await memory.lists([TagRecord(tag: Tag("FILE")!, status: .blocked)])
        #expect(await verdict("FILE", file: ["FILE"]).status == .blocked)
    }

    @Test func `a blocked tag stays blocked where everyone may charge, and nobody needs a tag there`() async throws {
        try await memory.lists([TagRecord(tag: Tag("BAD")!, status: .blocked)])
        let everyone = AuthorizationPolicies(site: AuthorizationPolicy(whoCharges: .everyone))
        #expect(await verdict("BAD", policies: everyone).status == .blocked)
        #expect(await verdict("ANY", policies: everyone).status == .accepted)
        #expect(await verdict(nil, policies: everyone).status == .accepted)
    }

    @Test func `a station may have a policy of its own`() async {
        var policies = AuthorizationPolicies(site: AuthorizationPolicy(whoCharges: .listed))
        policies.stations["CP2"] = AuthorizationPolicy(whoCharges: .everyone)
        #expect(await verdict("ANY", at: "CP1", policies: policies).status == .invalid)
        #expect(await verdict("ANY", at: "CP2", policies: policies).status == .accepted)
    }

    @Test func `one transaction at a time, but its own place may ask again`() async throws {
        let policies = AuthorizationPolicies(
            site: AuthorizationPolicy(whoCharges: .everyone, oneTransactionPerTag: true))
        try await memory.starts("TAG", on: 1, at: "CP1")
        #expect(await verdict("tag", at: "CP2", policies: policies).status == .concurrentTransaction)
        #expect(await verdict("tag", evse: 2, policies: policies).status == .concurrentTransaction)
        #expect(await verdict("tag", evse: 1, policies: policies).status == .accepted)
        // Shown without a place it may be to stop.
        #expect(await verdict("tag", policies: policies).status == .accepted)
    }

    // MARK: Reservations

    private let everyone = AuthorizationPolicies(
        site: AuthorizationPolicy(whoCharges: .everyone, masterGroup: Tag("MASTER")))

    @Test func `a kept place is for its driver and his group only`() async throws {
        try await memory.lists([TagRecord(tag: Tag("FRIEND")!, group: Tag("FAMILY"))])
        try await memory.shows(.available, on: 1, at: "CP1")
        try await memory.shows(.available, on: 2, at: "CP1")
        try await memory.reserves("MINE", on: 1, at: "CP1", group: "FAMILY")
        #expect(await verdict("mine", evse: 1, policies: everyone).status == .accepted)
        #expect(await verdict("FRIEND", evse: 1, policies: everyone).status == .accepted)
        let refused = await verdict("OTHER", evse: 1, policies: everyone)
        #expect(refused.status == .invalid)
        #expect(refused.source == .policy)
        #expect(await verdict(nil, evse: 1, policies: everyone).status == .invalid)
        #expect(await verdict("OTHER", evse: 2, policies: everyone).status == .accepted)
        // The other EVSE may be meant.
        #expect(await verdict("OTHER", policies: everyone).status == .accepted)
        try await memory.starts("SOMEBODY", on: 2, at: "CP1")
        #expect(await verdict("OTHER", policies: everyone).status == .invalid)
    }

    @Test func `whoever may stop what runs is not kept from it`() async throws {
        try await memory.lists([
            TagRecord(tag: Tag("CHIEF")!, group: Tag("MASTER")), TagRecord(tag: Tag("MATE")!, group: Tag("CREW")),
            TagRecord(tag: Tag("FIRST")!, group: Tag("CREW")),
        ])
        try await memory.shows(.available, on: 1, at: "CP1")
        try await memory.shows(.available, on: 2, at: "CP1")
        try await memory.starts("FIRST", on: 1, at: "CP1")
        try await memory.reserves("MINE", on: 2, at: "CP1")
        for tag in ["FIRST", "MATE", "CHIEF"] {
            #expect(await verdict(tag, policies: everyone).status == .accepted, "\(tag)")
        }
        #expect(await verdict("OTHER", policies: everyone).status == .invalid)
    }

    @Test func `a reservation that is over keeps nobody away`() async throws {
        try await memory.shows(.available, on: 1, at: "CP1")
        try await memory.reserves("MINE", on: 1, at: "CP1")
        #expect(await verdict("OTHER", evse: 1, policies: everyone).status == .invalid)
        memory.wallClock.advance(by: .hours(1))
        #expect(await verdict("OTHER", evse: 1, policies: everyone).status == .accepted)
    }

    // MARK: Clouds

    private func authorized(_ offline: AuthorizationPolicy.WhenOffline) -> AuthorizationPolicies {
        AuthorizationPolicies(site: AuthorizationPolicy(whoCharges: .authorized, whenOffline: offline))
    }

    @Test func `what a cloud says counts, and is remembered for when it is away`() async {
        let cloud = FakeCloud([Tag("GOOD")!: TagAnswer(status: .accepted)])
        #expect(await verdict("good", policies: authorized(.knownOnly), cloud: cloud).source == .cloud)
        #expect(
            memory.events == [
                .settlement(.learned(LearnedTag(tag: Tag("GOOD")!, answer: TagAnswer(status: .accepted))))
            ])
        let away = await verdict("good", policies: authorized(.knownOnly), cloud: FakeCloud(nil))
        #expect(away == AuthorizationVerdict(status: .accepted, source: .cache))
        #expect(await verdict("new", policies: authorized(.knownOnly), cloud: FakeCloud(nil)).status == .invalid)
        #expect(await verdict("new", policies: authorized(.everyone), cloud: FakeCloud(nil)).status == .accepted)
    }

    @Test func `a listed tag does not wait for the cloud, but where nobody charges without it`() async throws {
        try await memory.lists([TagRecord(tag: Tag("LISTED")!)])
        let (cloud, away) = (FakeCloud([:]), FakeCloud(nil))
        #expect(await verdict("LISTED", policies: authorized(.knownOnly), cloud: cloud).status == .accepted)
        #expect(cloud.asked == [])
        #expect(await verdict("LISTED", policies: authorized(.nobody), cloud: away).status == .invalid)
        #expect(away.asked == [Tag("LISTED")!])
    }

    @Test func `a cloud that does not answer in time counts as away`() async {
        let clock = ManualClock()
        let cloud = FakeCloud([:], hangs: true)
        async let verdict = verdict("new", policies: authorized(.everyone), cloud: cloud, clock: clock)
        await clock.sleepers(1)
        clock.advance(by: .seconds(5))
        #expect(await verdict.status == .accepted)
    }

    @Test func `a full disk does not keep an accepted driver from charging`() async {
        memory.fail(.storage("The disk is full."))
        let cloud = FakeCloud([Tag("GOOD")!: TagAnswer(status: .accepted)])
        #expect(await verdict("good", policies: authorized(.knownOnly), cloud: cloud).status == .accepted)
    }
}

/// A cloud that knows some tags, or cannot be reached, or never answers.
private final class FakeCloud: CloudAuthorizer {
    private let known: [Tag: TagAnswer]?
    private let hangs: Bool
    private let questions = Mutex<[Tag]>([])

    init(_ known: [Tag: TagAnswer]?, hangs: Bool = false) {
        self.known = known
        self.hangs = hangs
    }

    var asked: [Tag] { questions.withLock { $0 } }

    func ask(_ tag: Tag, at station: StationID) async -> TagAnswer? {
        questions.withLock { $0.append(tag) }
        if hangs { try? await Task.sleep(for: .seconds(3600)) }
        guard let known else { return nil }
        return known[tag] ?? TagAnswer(status: .invalid)
    }
}
