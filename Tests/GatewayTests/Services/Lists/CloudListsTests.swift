import Charging
import Journal
import Logging
import Simulator
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct CloudListsTests {
    private let scratch: ScratchDirectory
    private let wallClock = ManualWallClock()
    private let journal: Journal
    private let station = StationWithList()

    init() throws {
        scratch = try ScratchDirectory()
        journal = try Journal(
            configuration: JournalConfiguration(path: "\(scratch.path)/ohmstead.db"), rules: SiteRules(),
            wallClock: wallClock, health: Health(wallClock: wallClock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private var lists: CloudLists {
        CloudLists(commands: CommandDesk(dispatcher: station, recorder: journal), journal: journal)
    }

    private func full(_ version: Int, _ tags: String...) -> LocalListUpdate {
        LocalListUpdate(version: version, kind: .full, changes: tags.map { .init(TagRecord(tag: Tag($0)!)) })
    }

    private var tags: [String] { station.list.all.map(\.tag.text) }

    @Test func `the site's tags go along with what the cloud lists, and what people say counts more`() async throws {
        try await recording(TagRecord(tag: Tag("OWN")!), TagRecord(tag: Tag("LOST")!, status: .blocked)) {
            let whole = try await lists.take(full(9, "CLOUDS", "LOST"), at: "CP1", of: "office")
            #expect(whole.status == "Accepted")
            #expect(tags == ["CLOUDS", "LOST", "OWN"])
            #expect(station.list[Tag("LOST")!]?.status == .blocked)
            #expect(try await lists.version(at: "CP1", for: "office").listVersion == 9)
            let changes: [LocalListUpdate.Change] = [
                .init(TagRecord(tag: Tag("NEW")!)), .init(deleting: Tag("CLOUDS")!), .init(deleting: Tag("OWN")!),
            ]
            let update = LocalListUpdate(version: 10, kind: .differential, changes: changes)
            #expect(try await lists.take(update, at: "CP1", of: "office").status == "Accepted")
            #expect(tags == ["LOST", "NEW", "OWN"])
        }
    }

    @Test func `where one message does not take all of them, the cloud's own go alone`() async throws {
        try await recording(TagRecord(tag: Tag("OWN")!)) {
            let variable = DeviceVariable(name: VariableName("SendLocalListMaxLength")!, value: "2")
            _ = try await journal.record(.station("CP1", .variables(DeviceReport(variables: [variable]))))
            _ = try await lists.take(full(9, "A", "B"), at: "CP1", of: "office")
            #expect(tags == ["A", "B"])
        }
    }

    @Test func `a cloud goes on from its own list only`() async throws {
        try await recording(TagRecord(tag: Tag("OWN")!)) {
            station.holds(version: 5, tags: ["OWN"])
            #expect(try await lists.version(at: "CP1", for: "office").listVersion == 0)
            let later = LocalListUpdate(version: 6, kind: .differential, changes: [])
            #expect(try await lists.take(later, at: "CP1", of: "office").status == "VersionMismatch")
            #expect(station.updates == [])
            _ = try await lists.take(full(1, "A"), at: "CP1", of: "office")
            #expect(try await lists.version(at: "CP1", for: "office").listVersion == 1)
            #expect(try await lists.version(at: "CP1", for: "other").listVersion == 0)
            #expect(try await lists.take(later, at: "CP1", of: "other").status == "VersionMismatch")
            _ = try await lists.take(full(2), at: "CP1", of: "office")
            #expect(await journal.site().stations["CP1"]?.listKeeper == nil)
        }
    }

    @Test func `what a cloud lists counts while it is away, and what it takes off the list does not`() async throws {
        try await recording(TagRecord(tag: Tag("OWN")!)) {
            _ = try await lists.take(full(1, "A", "B"), at: "CP1", of: "office")
            let update = LocalListUpdate(version: 2, kind: .differential, changes: [.init(deleting: Tag("B")!)])
            _ = try await lists.take(update, at: "CP1", of: "office")
            let cache = await journal.site().settled.cache
            let verdicts = ["A", "B"].map {
                cache.answer(for: Tag($0)!, at: wallClock.now.at, lifetime: .hours(1))?.status
            }
            #expect(verdicts == [.accepted, .invalid])
        }
    }

    @Test func `what the station does not take is not remembered`() async throws {
        try await recording(TagRecord(tag: Tag("OWN")!)) {
            station.answers(.success(CommandResult(status: "Failed")))
            let result = try await lists.take(full(1, "A"), at: "CP1", of: "office")
            #expect(result.status == "Failed")
            #expect(await journal.site().settled.cache.count == 0)
            #expect(await journal.site().stations["CP1"]?.listKeeper == nil)
        }
    }

    /// The journal takes entries while the body runs, and people list these.
    private func recording(_ records: TagRecord..., body: () async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [journal] in try await journal.run() }
            let desk = TagDesk(site: { [journal] in await journal.site() }, recorder: journal, fileList: LocalList())
            _ = try await desk.change(records.map { .init($0) })
            try await body()
            group.cancelAll()
        }
    }
}
