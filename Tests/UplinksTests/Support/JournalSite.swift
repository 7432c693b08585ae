import Charging
import FoundationEssentials
import Journal
import Logging
import Simulator
import Uplinks

/// A real journal in a folder of its own, and wallboxes that charge into it.
struct JournalSite: Sendable {
    let journal: Journal
    let wallClock: ManualWallClock
    let clock: ManualClock
    let health: Health
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func with<R: Sendable>(
        folder given: URL? = nil, rules: SiteRules = SiteRules(), wallClock: ManualWallClock = ManualWallClock(),
        _ body: @escaping @Sendable (JournalSite) async throws -> R
    ) async throws -> R {
        let folder = given ?? FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { if given == nil { try? FileManager.default.removeItem(at: folder) } }
        let health = Health(wallClock: wallClock)
        let journal = try Journal(
            configuration: JournalConfiguration(path: folder.appending(path: "journal.db").path), rules: rules,
            wallClock: wallClock, health: health,
            logger: Logger(label: "journal") { _ in SwiftLogNoOpLogHandler() })
        let site = JournalSite(journal: journal, wallClock: wallClock, clock: ManualClock(), health: health)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await journal.run() }
            defer { group.cancelAll() }
            return try await body(site)
        }
    }

    /// A whole session, from plug-in to plug-out, that begins now.
    func charge(for span: Duration = .minutes(10), at station: StationID = "CP1") async throws {
        let start = wallClock.now.at
        try await say(.status(ConnectorStatus(evse: 1, state: .preparing)), station)
        let answer = try await say(
            .started(TransactionStart(evse: 1, tag: "TAG", register: ExactDecimal(1_000), timestamp: start)), station)
        guard case .transaction(let transaction) = answer else { return }
        wallClock.advance(by: span)
        try await say(
            .ended(
                TransactionEnd(
                    transaction: Int64(transaction.number), register: ExactDecimal(6_000),
                    timestamp: wallClock.now.at)), station)
        try await say(.status(ConnectorStatus(evse: 1, state: .available)), station)
    }

    func pump(_ uplink: any Uplink) -> Pump {
        Pump(
            uplink: uplink, journal: journal, clock: clock, wallClock: wallClock, health: health,
            jitter: Jitter { 1 }, logger: logger)
    }

    @discardableResult
    func say(_ event: StationEvent, _ station: StationID = "CP1") async throws -> Answer {
        try await journal.record(.station(station, event))
    }
}

// What happens there, step by step.
extension JournalSite {
    /// The meter in the garage shows so many Wh.
    func read(_ wattHours: String) async throws {
        let register = RegisterValue(
            obis: .energyImport, value: ExactDecimal(wattHours) ?? ExactDecimal(0), unit: "Wh", raw: "")
        _ = try await journal.record(
            .meter(MeterReading(meter: "garage", serialNumber: "1", at: wallClock.now.at, registers: [register])))
    }

    /// A car begins to charge; returns what the answer calls the transaction.
    func start(tag: String = "TAG", evse: Int = 1, at station: StationID = "CP1") async throws -> Int64 {
        let start = TransactionStart(
            evse: evse, tag: tag, register: ExactDecimal(1_000), timestamp: wallClock.now.at)
        guard case .transaction(let id) = try await say(.started(start), station) else { return 0 }
        return Int64(id.number)
    }

    /// Ten minutes later it has 2.5 kWh, after another ten it stops.
    func end(_ transaction: Int64, at station: StationID = "CP1") async throws {
        wallClock.advance(by: .minutes(10))
        let value = MeterValue(
            timestamp: wallClock.now.at, sampledValues: [SampledValue(value: "3500", unit: "Wh")])
        try await say(.metered(MeterReport(evse: 1, transaction: transaction, values: [value])), station)
        wallClock.advance(by: .minutes(10))
        try await say(
            .ended(
                TransactionEnd(
                    transaction: transaction, register: ExactDecimal(6_000), timestamp: wallClock.now.at)), station)
    }
}
