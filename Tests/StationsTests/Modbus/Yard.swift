import Charging
import FoundationEssentials
import Journal
import Logging
import Metering
import Simulator
import Stations
import Testing

/// A Modbus wallbox with a record of its own. The gateway may live several times.
struct Yard: Sendable {
    let clock = ManualClock()
    let wallClock = ManualWallClock(Timestamp(seconds: 1_795_228_871))
    let wallbox: SimulatedModbusWallbox
    private let folder: URL

    static let profiles = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../etc/profiles/wallboxes").standardizedFileURL

    static let interval = Duration.seconds(5)

    private init(_ kind: ModbusWallboxKind, _ line: SimulatedMeter.Line) throws {
        wallbox = try SimulatedModbusWallbox(kind, line: line, wattHours: 1_000_000, wallClock: wallClock)
        folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-yard-\(UUID().uuidString)")
    }

    static func with(
        _ kind: ModbusWallboxKind = .kebaP30, _ line: SimulatedMeter.Line = .tcp(),
        _ body: (Yard) async throws -> Void
    ) async throws {
        let yard = try Yard(kind, line)
        try FileManager.default.createDirectory(at: yard.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: yard.folder) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [wallbox = yard.wallbox] in try await wallbox.run() }
            defer { group.cancelAll() }
            try await body(yard)
        }
    }

    /// The gateway starts, and is gone when the body ends.
    func live(_ body: (Life) async throws -> Void) async throws {
        let health = Health(wallClock: wallClock)
        let journal = try Journal(
            configuration: JournalConfiguration(path: folder.appending(path: "site.db").path), rules: SiteRules(),
            wallClock: wallClock, health: health, logger: Self.quiet, clock: ManualClock())
        let environment = StationEnvironment.fake(
            recorder: journal, clock: clock, wallClock: wallClock, names: JournalNames(journal: journal))
        let registry = Registry(wallClock: wallClock, logger: Self.quiet)
        let station = ModbusStation(
            PolledWallbox(
                id: "yard", unit: wallbox.unit,
                profile: try WallboxProfile(
                    path: Self.profiles.appending(path: "\(wallbox.kind.rawValue).toml").path),
                interval: Self.interval),
            bus: Bus(name: "line", address: wallbox.address, timeout: .seconds(5), clock: clock, logger: Self.quiet),
            registry: registry, health: health,
            earlierLimit: await journal.site().stations["yard"]?.limits.values.first?.limit, environment: environment)
        let life = Life(journal: journal, registry: registry, health: health, yard: self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await journal.run() }
            // Its own group, for the journal closes last.
            try await withThrowingTaskGroup(of: Void.self) { drivers in
                drivers.addTask { try await station.run() }
                defer { drivers.cancelAll() }
                await clock.sleepers(1)
                try await body(life)
            }
            group.cancelAll()
        }
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// One life of the gateway. The first visit is over when it begins.
struct Life: Sendable {
    let journal: Journal
    let registry: Registry
    let health: Health
    let yard: Yard

    /// So many visits pass.
    func next(_ visits: Int = 1, every interval: Duration = Yard.interval) async {
        for _ in 0..<visits {
            yard.wallClock.advance(by: interval)
            yard.clock.advance(by: interval)
            await yard.clock.sleepers(1)
        }
    }

    /// Through the registry, as every command comes; and it is part of the record, as every outcome is.
    @discardableResult
    func perform(_ command: Command) async throws -> CommandResult {
        let result = try await registry.perform(command, on: "yard")
        _ = try await journal.record(.command(CommandOutcome(command: command, origin: "test", result: result), "yard"))
        return result
    }

    var evse: EVSELedger? { get async { await journal.site().stations["yard"]?.evses[1] } }

    var state: ConnectorState? { get async { await evse?.status?.state } }

    /// The final sessions, oldest first.
    func sessions() async throws -> [Session] {
        _ = try await journal.record(.tick)
        return try await journal.sessions(SessionQuery()).sorted { $0.transaction < $1.transaction }
    }
}

struct JournalNames: TransactionNames {
    let journal: Journal

    func name(of transaction: TransactionID, at station: StationID) async -> String? { nil }

    func running(at station: StationID) async -> [Int: TransactionID] {
        await journal.site().stations[station]?.evses.compactMapValues { $0.running?.session.transaction } ?? [:]
    }
}

extension SimulatedModbusWallbox {
    fileprivate var address: BusAddress {
        switch endpoint {
        case .tcp(let port): .tcp(host: "127.0.0.1", port: UInt16(port))
        case .serial(let device): .serial(SerialSettings(device: device, baud: 19_200))
        }
    }
}
