import Charging
import FoundationEssentials
import Glibc
import Journal
import Logging
import Simulator
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct WatchdogTests {
    private let scratch: ScratchDirectory
    private let clock = ManualClock()
    private let bindings = Bindings(hasPage: false)
    private let health: Health
    private let journal: Journal
    private let systemd: DatagramListener
    private let watchdog: Watchdog

    init() throws {
        scratch = try ScratchDirectory()
        let wallClock = ManualWallClock()
        health = Health(wallClock: wallClock)
        journal = try Journal(
            configuration: JournalConfiguration(path: "\(scratch.path)/ohmstead.db"), rules: SiteRules(),
            wallClock: wallClock, health: health, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let name = "@ohmstead-\(UUID().uuidString)"
        systemd = try #require(DatagramListener(name))
        watchdog = Watchdog(
            journal: journal, bindings: bindings, health: health,
            notifier: Notifier(environment: ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "30000000"]), clock: clock)
    }

    @Test func `ready is said once everything is bound, and stopping at the end`() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [watchdog] in try await watchdog.run() }
            bindings.boundStations(9000)
            #expect(systemd.receive() == nil)
            bindings.boundSocket()
            #expect(await systemd.next() == "READY=1\nSTATUS=Working.")
            group.cancelAll()
        }
        #expect(systemd.receive() == "STOPPING=1")
    }

    @Test func `a daemon that could not be bound never says that it is ready`() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [watchdog] in try await watchdog.run() }
            group.cancelAll()
        }
        #expect(systemd.receive() == "STOPPING=1")
    }

    @Test func `a sign of life is given thrice as often as asked, and only once the journal has come round`()
        async throws
    {
        bindings.boundStations(9000)
        bindings.boundSocket()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [watchdog] in try await watchdog.run() }
            #expect(await systemd.next().hasPrefix("READY=1"))
            await clock.sleepers(1)
            clock.advance(by: .seconds(10))
            // Its commit loop does not run, so however long one looks, nothing comes.
            for _ in 0..<1000 { await Task.yield() }
            #expect(systemd.receive() == nil)

            group.addTask { [journal] in try await journal.run() }
            #expect(await systemd.next() == "WATCHDOG=1\nSTATUS=Working.")
            health.raise("test", .warning, "The meter is silent.", remedy: "Look at its cable.")
            await clock.sleepers(1)
            clock.advance(by: .seconds(10))
            #expect(await systemd.next() == "WATCHDOG=1\nSTATUS=The meter is silent. Look at its cable.")
            group.cancelAll()
        }
    }
}
