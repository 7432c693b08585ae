import Charging
import Logging
import Simulator
import Stations
import Synchronization
import Testing
import WebSocket

@Suite struct RegistryTests {
    @Test func `the newest connection wins, and the end of the old one does not disturb it`() async throws {
        let registry = Self.registry()
        let (old, new) = (FakeDriver("old"), FakeDriver("new"))
        let first = await registry.arrive("CP1", dialect: "ocpp1.6", address: "192.0.2.1", driver: old)
        let second = await registry.arrive("CP1", dialect: "ocpp1.6", address: "192.0.2.2", driver: new)
        #expect(old.isClosed && !new.isClosed)
        #expect(await !registry.leave(first))
        #expect(await registry.presence(of: "CP1")?.isOnline == true)
        #expect(await registry.presence(of: "CP1")?.address == "192.0.2.2")
        #expect(try await registry.perform(.clearCache, on: "CP1").status == "new")
        #expect(await registry.leave(second))
        #expect(await registry.presence(of: "CP1")?.isOnline == false)
    }

    @Test func `a command to a station that is not there is refused`() async {
        let registry = Self.registry()
        await #expect(throws: CommandError.notConnected) { try await registry.perform(.clearCache, on: "CP1") }
        let visit = await registry.arrive("CP1", dialect: "ocpp1.6", address: "", driver: FakeDriver("x"))
        await registry.leave(visit)
        await #expect(throws: CommandError.notConnected) { try await registry.perform(.clearCache, on: "CP1") }
    }

    @Test func `it tells who is there since when`() async {
        let wallClock = ManualWallClock(Timestamp(seconds: 100))
        let registry = Registry(wallClock: wallClock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let visit = await registry.arrive("B", dialect: "ocpp1.6", address: "192.0.2.1", driver: FakeDriver("b"))
        _ = await registry.arrive("A", dialect: "ocpp1.6", address: "192.0.2.2", driver: FakeDriver("a"))
        wallClock.advance(by: .seconds(5))
        await registry.leave(visit)
        let presences = await registry.presences
        #expect(presences.map(\.station) == ["A", "B"])
        #expect(presences.map(\.isOnline) == [true, false])
        #expect(presences.map(\.since.seconds) == [100, 105])
        #expect(presences.map(\.dialect) == ["ocpp1.6", "ocpp1.6"])
    }

    @Test func `a station that was accepted is known when it comes again`() async {
        let registry = Self.registry()
        let first = await registry.arrive("CP1", dialect: "ocpp1.6", address: "", driver: FakeDriver("1"))
        #expect(!first.isKnown)
        await registry.introduce("CP1", Boot(vendor: "V", model: "M", dialect: "ocpp1.6"))
        await registry.leave(first)
        let second = await registry.arrive("CP1", dialect: "ocpp1.6", address: "", driver: FakeDriver("2"))
        #expect(second.isKnown)
        #expect(await registry.presence(of: "CP1")?.boot?.vendor == "V")
    }

    @Test func `stations that are gone are forgotten when there are too many`() async {
        let registry = Self.registry()
        for number in 0...Registry.limit {
            let visit = await registry.arrive(
                StationID("N\(number)"), dialect: "ocpp1.6", address: "", driver: FakeDriver(""))
            await registry.leave(visit)
        }
        #expect(await registry.presences.count == Registry.limit)
    }

    private static func registry() -> Registry {
        Registry(wallClock: ManualWallClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

private final class FakeDriver: StationDriver {
    private let name: String
    private let closed = Mutex(false)

    init(_ name: String) { self.name = name }

    var isClosed: Bool { closed.withLock { $0 } }
    func perform(_ command: Command) async throws(CommandError) -> CommandResult { CommandResult(status: name) }
    func close(_ code: CloseCode, reason: String) { closed.withLock { $0 = true } }
}
