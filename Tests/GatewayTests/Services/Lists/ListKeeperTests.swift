import Charging
import Journal
import Logging
import Simulator
import Stations
import Testing
import WebSocket

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct ListKeeperTests {
    private let scratch: ScratchDirectory
    private let wallClock = ManualWallClock()
    private let journal: Journal
    private let registry: Registry
    private let keeper: ListKeeper

    init() throws {
        scratch = try ScratchDirectory()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        journal = try Journal(
            configuration: JournalConfiguration(path: "\(scratch.path)/ohmstead.db"), rules: SiteRules(),
            wallClock: wallClock, health: Health(wallClock: wallClock), logger: logger)
        registry = Registry(wallClock: wallClock, logger: logger)
        keeper = ListKeeper(
            journal: journal, registry: registry,
            commands: CommandDesk(dispatcher: registry, recorder: journal), deciders: ["CP1": "office"],
            isAutomatic: true, clock: ManualClock(),
            wallClock: wallClock, logger: logger)
    }

    @Test func `stations that are behind are brought up one a round, and then left alone`() async throws {
        try await recording {
            let (first, second) = (StationWithList(), StationWithList())
            await arrive("CP1", first)
            await arrive("CP2", second)
            await keeper.bringUpOne()
            #expect([first.updates.count, second.updates.count] == [1, 0])
            await keeper.bringUpOne()
            await keeper.bringUpOne()
            #expect([first.updates.count, second.updates.count] == [1, 1])
            #expect(first.list == second.list)

            try await list("LATER")
            await keeper.bringUpOne()
            await keeper.bringUpOne()
            #expect(first.updates.last?.changes.map(\.tag) == [Tag("LATER")!])
            #expect(second.updates.last?.changes.map(\.tag) == [Tag("LATER")!])
        }
    }

    @Test func `a station that refuses is asked less and less often`() async throws {
        try await recording {
            let station = StationWithList()
            station.answers(.failure(.timedOut))
            await arrive("CP1", station)
            var asked: [Int] = []
            for minutes in [0, 0, 1, 1, 1, 2] {
                wallClock.advance(by: .minutes(minutes))
                await keeper.bringUpOne()
                asked.append(station.asked)
            }
            // At once, after a minute, and two minutes after that.
            #expect(asked == [1, 1, 2, 2, 3, 3])
        }
    }

    @Test func `a station without a list is not asked again before it comes back`() async throws {
        try await recording {
            let station = StationWithList()
            station.answers(.failure(.refused(code: "NotImplemented", description: "")))
            await arrive("CP1", station)
            await keeper.bringUpOne()
            wallClock.advance(by: .hours(9))
            await keeper.bringUpOne()
            #expect(station.asked == 1)
            await arrive("CP1", station)
            await keeper.bringUpOne()
            #expect(station.asked == 2)
        }
    }

    @Test func `who has not introduced himself is not asked`() async throws {
        try await recording {
            let station = StationWithList()
            _ = await registry.arrive("CP1", dialect: "ocpp1.6", address: "", driver: Driver(station: station))
            await keeper.bringUpOne()
            #expect(station.asked == 0)
        }
    }

    @Test func `a list that the deciding cloud keeps is left alone, and one that another cloud kept is not`()
        async throws
    {
        try await recording {
            let lists = CloudLists(
                commands: CommandDesk(dispatcher: registry, recorder: journal), journal: journal)
            let (kept, former) = (StationWithList(), StationWithList())
            await arrive("CP1", kept)
            await arrive("CP2", former)
            let update = LocalListUpdate(version: 9, kind: .full, changes: [.init(TagRecord(tag: Tag("CLOUDS")!))])
            for station in ["CP1", "CP2"] as [StationID] {
                let result = try await lists.take(update, at: station, of: "office")
                #expect(result.status == "Accepted")
            }
            for _ in 0..<3 { await keeper.bringUpOne() }
            #expect([kept.updates.count, former.updates.count] == [1, 2])
            #expect(kept.list.version == 9)
            #expect(former.list.all.map(\.tag) == [Tag("FIRST")!])
            let push = await keeper.push(to: "CP1", origin: "cli")
            #expect(push.outcome == .failed)
            #expect(push.reason?.contains("office") == true)
            #expect(kept.updates.count == 1)
        }
    }

    private func arrive(_ id: StationID, _ station: StationWithList) async {
        _ = await registry.arrive(id, dialect: "ocpp1.6", address: "", driver: Driver(station: station))
        await registry.introduce(id, Boot(vendor: "V", model: "M", dialect: "ocpp1.6"))
    }

    private func list(_ tag: String) async throws {
        let desk = TagDesk(site: { [journal] in await journal.site() }, recorder: journal, fileList: LocalList())
        _ = try await desk.change([.init(TagRecord(tag: Tag(tag)!))])
    }

    /// The journal takes entries while the body runs, and one tag is listed.
    private func recording(_ body: () async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [journal] in try await journal.run() }
            try await list("FIRST")
            try await body()
            group.cancelAll()
        }
    }
}

private struct Driver: StationDriver {
    let station: StationWithList

    func perform(_ command: Command) async throws(CommandError) -> CommandResult {
        try await station.perform(command, on: "")
    }

    func close(_ code: CloseCode, reason: String) {}
}
