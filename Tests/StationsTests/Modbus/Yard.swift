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
    let profile: WallboxProfile
    private let polled: PolledWallbox
    private let folder: URL

    static let profiles = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../etc/profiles/wallboxes").standardizedFileURL

    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: profiles.path)) ?? [])
        .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()

    static func path(of profile: String) -> String { profiles.appending(path: "\(profile).toml").path }

    /// How often it is visited.
    var interval: Duration { polled.interval }

    private init(_ name: String, _ line: SimulatedMeter.Line, _ evses: Int) throws {
        wallbox = try SimulatedModbusWallbox(
            WallboxSheet(path: Self.path(of: name)), line: line, unit: 7, evses: evses, wattHours: 1_000_000,
            wallClock: wallClock)
        profile = try WallboxProfile(path: Self.path(of: name))
        polled = PolledWallbox(id: "yard", unit: wallbox.unit, profile: profile, evses: evses)
        folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-yard-\(UUID().uuidString)")
    }

    static func with(
        _ name: String = "keba-p30", _ line: SimulatedMeter.Line = .tcp(), evses: Int = 1,
        _ body: (Yard) async throws -> Void
    ) async throws {
        let yard = try Yard(name, line, evses)
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
            polled,
            bus: Bus(name: "line", address: wallbox.address, timeout: .seconds(5), clock: clock, logger: Self.quiet),
            registry: registry, health: health,
            earlierLimits: await journal.site().stations["yard"]?.limits.values.sorted { $0.at < $1.at }
                .map(\.limit) ?? [],
            environment: environment)
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
    func next(_ visits: Int = 1, every interval: Duration? = nil) async {
        for _ in 0..<visits {
            yard.wallClock.advance(by: interval ?? yard.interval)
            yard.clock.advance(by: interval ?? yard.interval)
            await yard.clock.sleepers(1)
        }
    }

    /// As many visits as there are in this time.
    func pass(_ time: Duration) async { await next(Int(time / yard.interval)) }

    /// Through the registry, as every command comes; and it is part of the record, as every outcome is.
    @discardableResult
    func perform(_ command: Command) async throws -> CommandResult {
        let result = try await registry.perform(command, on: "yard")
        _ = try await journal.record(.command(CommandOutcome(command: command, origin: "test", result: result), "yard"))
        return result
    }

    /// The same where the station looks a second time whether the wallbox obeys.
    func performPatiently(_ command: Command) async throws -> CommandResult {
        async let result = perform(command)
        await yard.clock.sleepers(2)
        yard.clock.advance(by: .seconds(1))
        return try await result
    }

    var evse: EVSELedger? { get async { await evse(1) } }
    func evse(_ number: Int) async -> EVSELedger? { await journal.site().stations["yard"]?.evses[number] }

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

    func lastSample(
        of transaction: TransactionID, at station: StationID
    ) async -> (register: ExactDecimal, at: Timestamp)? {
        await journal.site().stations[station]?.drafts.first { $0.session.transaction == transaction }?.lastKnown
    }
}

extension SimulatedModbusWallbox {
    fileprivate var address: BusAddress {
        switch endpoint {
        case .tcp(let port): .tcp(host: "127.0.0.1", port: UInt16(port))
        case .serial(let device): .serial(SerialSettings(device: device, baud: 19_200))
        }
    }

    /// What a session may be off: one step of the register.
    var step: Int64 { sheet.stepMilliwattHours / 1000 }
}
