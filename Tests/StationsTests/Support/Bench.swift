import Charging
import Logging
import Simulator
import Stations
import Synchronization

/// A driver on a bench: its connection, its record and its clocks are in the hands of the test.
struct Bench: Sendable {
    let clock = ManualClock()
    let wallClock = ManualWallClock(Timestamp(seconds: 1_795_228_871))
    let recorder = FakeRecorder()
    let link = FakeLink()
    let door = FakeDoor()
    let driver: any OCPPDriver

    init(settings: OCPPSettings = OCPPSettings()) {
        driver = OCPP16Driver(
            station: "CP1", link: link, door: door, settings: settings,
            environment: .fake(recorder: recorder, clock: clock, wallClock: wallClock))
    }

    /// Runs the driver while the body plays the station, then hangs up.
    func run<Result: Sendable>(
        isKnown: Bool = false, _ body: @Sendable (Bench) async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [driver, link] in await driver.run(link.messages, isKnown: isKnown) }
            defer { link.station.finish() }
            return try await body(self)
        }
    }

    /// Says something to the driver and returns what it answers.
    func ask(_ text: String) async -> String {
        link.station.yield(text)
        return await link.next()
    }

    func attempt(_ command: Command) async -> Result<CommandResult, CommandError> {
        do throws(CommandError) {
            return .success(try await driver.perform(command))
        } catch {
            return .failure(error)
        }
    }

    /// The station boots, and is accepted.
    func boot() async {
        _ = await ask(#"[2,"boot","BootNotification",{"chargePointVendor":"ACME","chargePointModel":"One"}]"#)
        // The answer is sent before the station counts as booted; a heartbeat's answer comes after both.
        _ = await ask(#"[2,"beat","Heartbeat",{}]"#)
    }
}

final class FakeDoor: StationDoor {
    private struct State {
        var isWelcome = true
        var boots: [Boot] = []
    }

    private let state = Mutex(State())

    var boots: [Boot] { state.withLock { $0.boots } }
    func set(welcome: Bool) { state.withLock { $0.isWelcome = welcome } }
    func isWelcome(_ station: StationID) -> Bool { state.withLock { $0.isWelcome } }
    func introduce(_ station: StationID, _ boot: Boot) async { state.withLock { $0.boots.append(boot) } }
}

extension StationEnvironment {
    static func fake(
        recorder: any Recorder = FakeRecorder(), clock: any Clock<Duration> = ManualClock(),
        wallClock: any WallClock = ManualWallClock()
    ) -> StationEnvironment {
        StationEnvironment(
            recorder: recorder, authorizer: FakeAuthorizer(), clock: clock, wallClock: wallClock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
