import Charging
import FoundationEssentials
import Journal
import Logging
import Simulator
import Testing
import Uplinks

/// Stations with their ways to one simulated CSMS over loopback: journal, lane, door and link as the daemon has them.
///
/// Nothing waits for time to pass. The clock of a link is moved only while the link waits for its next attempt, or where
/// a test knows all who sleep by it, so that no answer comes too late however slow the machine is.
struct WaySite: Sendable {
    let site: JournalSite
    let csms: SimulatedCSMS
    let ways: [StationWay]

    struct Setup: Sendable {
        var preset: Preset
        var version: CSMSWay.Version
        var habits: CSMSHabits
        var stations: [StationID] = ["CP1"]
        /// Counts for CP1.
        var meter: MeterID?
        var controls = false
        var lateRefusal = Lane.LateRefusal.goOn
        /// By the number of the station.
        var jitter: @Sendable (Int) -> Jitter = { _ in Jitter { 0 } }
        var verdicts: [String: String] = [:]
        /// What the stations say of their connectors before anything else.
        var statuses = [ConnectorStatus(evse: 1, state: .available)]

        /// - Parameter preset: the cloud's own when `nil`.
        init(_ cloud: String, _ version: CSMSWay.Version = .ocpp16, preset: String? = nil) {
            self.version = version
            let known = Preset.named(preset ?? cloud) ?? .generic
            self.preset = version == .ocpp16 ? known : known.whereStationsNameTransactions
            habits = CSMSHabits.named(cloud, version: version.rawValue) ?? .generic16
        }
    }

    var way: StationWay { ways[0] }
    /// Of the first station.
    var books: CSMSStation { csms.books[way.station.rawValue] }

    static func with<R: Sendable>(
        _ setup: Setup, _ body: @escaping @Sendable (WaySite) async throws -> R
    ) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data((Self.password + "\n").utf8).write(to: folder.appending(path: "password"))
        var rules = SiteRules()
        if let meter = setup.meter {
            rules.meterOfStation = ["CP1": meter]
            // It is read when a test reads it.
            rules.meterInterval = [meter: .hours(1)]
        }
        return try await JournalSite.with(folder: folder, rules: rules) { site in
            let (ports, announcer) = AsyncStream.makeStream(of: Int.self)
            let csms = SimulatedCSMS(
                configuration: setup.csms, clock: ManualClock(), wallClock: site.wallClock, logger: site.logger
            ) { announcer.yield($0) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await csms.run() }
                defer { group.cancelAll() }
                let port = await ports.first { _ in true } ?? 0
                var ways: [StationWay] = []
                for (number, station) in setup.stations.enumerated() {
                    for status in setup.statuses { try await site.say(.status(status), station) }
                    ways.append(
                        try StationWay(setup, number, site, port: port, password: folder.appending(path: "password")))
                }
                for way in ways {
                    group.addTask { try await way.link.run() }
                    group.addTask { try await way.pump.run() }
                }
                return try await body(WaySite(site: site, csms: csms, ways: ways))
            }
        }
    }

    static let password = "0123456789abcdef"

    /// The books are so, of the first station.
    func know(
        _ location: SourceLocation = #_sourceLocation, _ condition: @escaping @Sendable (CSMSStation) -> Bool
    ) async {
        let station = way.station.rawValue
        await csms.books { condition($0[station]) }
        if Task.isCancelled { Issue.record("The books are not so in time: \(books)", sourceLocation: location) }
    }

    /// The same, while time passes for the pump, which waits before it tries something again.
    func knowInTime(
        _ location: SourceLocation = #_sourceLocation, _ condition: @escaping @Sendable (CSMSStation) -> Bool
    ) async {
        await withTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    await site.clock.sleepers(1)
                    site.clock.advanceToNext()
                }
            }
            await know(location, condition)
            group.cancelAll()
        }
    }

    /// The first station's connection breaks in the network, and both sides know it.
    func lose() async {
        csms.cut(way.station.rawValue)
        await know { !$0.isConnected }
        await way.isAway()
    }

    /// A whole session with values in it: 5 kWh in twenty minutes that begin now.
    func charge(tag: String = "TAG", evse: Int = 1) async throws {
        try await site.say(.status(ConnectorStatus(evse: evse, state: .preparing)))
        try await site.end(site.start(tag: tag, evse: evse))
        try await site.say(.status(ConnectorStatus(evse: evse, state: .available)))
    }

    /// What waits for a person, once it is so much.
    func parked(_ count: Int) async throws -> [ParkedItem] {
        while !Task.isCancelled {
            let parked = try await site.journal.parked(of: way.lane.name)
            if parked.count == count { return parked }
            await Task.yield()
        }
        return []
    }
}

extension WaySite.Setup {
    fileprivate var csms: SimulatedCSMS.Configuration {
        let accounts = stations.map { station in
            (
                station.rawValue,
                habits.identifiesByToken
                    ? SimulatedCSMS.Account(token: "tok-\(station)")
                    : SimulatedCSMS.Account(password: Array(WaySite.password.utf8))
            )
        }
        var configuration = SimulatedCSMS.Configuration(habits, stations: Dictionary(uniqueKeysWithValues: accounts))
        configuration.verdicts = verdicts
        return configuration
    }
}
