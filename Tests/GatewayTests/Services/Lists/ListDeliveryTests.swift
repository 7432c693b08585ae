import Charging
import Journal
import Logging
import Simulator
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct ListDeliveryTests {
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

    @Test func `a station without a list gets the whole one, in parts of the size it takes`() async throws {
        try await recording {
            try await list(1, 2, 3, 4, 5)
            try await tell("SendLocalListMaxLength", "2")
            let push = await bringUp(sent: nil)
            #expect(push == ListPush("CP1", .sent, version: 5, messages: 3))
            #expect(station.list == (await siteList))
            #expect(station.updates.map(\.kind) == [.full, .differential, .differential])
            #expect(station.updates.allSatisfy { $0.changes.count <= 2 })
        }
    }

    @Test func `a station that has an earlier list of ours gets the difference`() async throws {
        try await recording {
            try await list(1, 2, 3)
            let first = await bringUp(sent: nil)
            try await list(4)
            let second = await bringUp(sent: first.version)
            #expect(second == ListPush("CP1", .sent, version: 4, messages: 1))
            #expect(station.updates.last?.kind == .differential)
            #expect(station.updates.last?.changes.count == 1)
            #expect(station.list == (await siteList))
            #expect(await bringUp(sent: second.version).outcome == .upToDate)
        }
    }

    @Test func `a list that came from somebody else is replaced, whatever its version`() async throws {
        try await recording {
            try await list(1, 2)
            station.holds(version: 2, tags: ["FOREIGN"])
            #expect(await bringUp(sent: nil).outcome == .sent)
            #expect(station.list == (await siteList))
        }
    }

    @Test func `after a version mismatch the whole list follows`() async throws {
        try await recording {
            try await list(1, 2, 3)
            let first = await bringUp(sent: nil)
            try await list(4)
            station.refusesDifferences()
            let push = await bringUp(sent: first.version)
            #expect(push.outcome == .sent)
            #expect(station.updates.suffix(2).map(\.kind) == [.differential, .full])
            #expect(station.list == (await siteList))
        }
    }

    @Test func `a list that became empty is emptied, once`() async throws {
        try await recording {
            try await list(1)
            let first = await bringUp(sent: nil)
            try await change([.init(deleting: Tag("TAG1")!)])
            #expect(await bringUp(sent: first.version).outcome == .sent)
            #expect(station.list.count == 0)
            #expect(await bringUp(sent: 2).outcome == .upToDate)
        }
    }

    @Test(arguments: [
        CommandError.refused(code: "NotImplemented", description: ""), .unsupported("It cannot."),
    ])
    func `a station that does not know the message keeps no list`(error: CommandError) async throws {
        try await recording {
            try await list(1)
            station.answers(.failure(error))
            #expect(await bringUp(sent: nil) == ListPush("CP1", .unsupported))
        }
    }

    @Test func `minus one means no list, and silence means another try`() async throws {
        try await recording {
            try await list(1)
            var none = CommandResult(status: "Accepted")
            none.listVersion = -1
            station.answers(.success(none))
            #expect(await bringUp(sent: nil).outcome == .unsupported)
            station.answers(.failure(.timedOut))
            let push = await bringUp(sent: nil)
            #expect(push.outcome == .failed)
            #expect(push.reason?.isEmpty == false)
        }
    }

    // MARK: Help

    private var siteList: LocalList { get async { await journal.site().settled.localList } }

    private func bringUp(sent: Int?) async -> ListPush {
        let commands = CommandDesk(dispatcher: station, recorder: journal)
        return await ListDelivery(commands: commands, journal: journal, origin: "gateway").bringUp("CP1", sent: sent)
    }

    private func list(_ numbers: Int...) async throws {
        try await change(numbers.map { .init(TagRecord(tag: Tag("TAG\($0)")!)) })
    }

    private func change(_ changes: [LocalListUpdate.Change]) async throws {
        let journal = journal
        let desk = TagDesk(site: { await journal.site() }, recorder: journal, fileList: LocalList())
        _ = try await desk.change(changes)
    }

    private func tell(_ key: String, _ value: String) async throws {
        let variable = DeviceVariable(name: VariableName(key)!, value: value)
        _ = try await journal.record(.station("CP1", .variables(DeviceReport(variables: [variable]))))
    }

    private func recording(_ body: () async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [journal] in try await journal.run() }
            try await body()
            group.cancelAll()
        }
    }
}
