import Charging
import Foundation
import FoundationNetworking
import Gateway
import Simulator

/// The gateway as a process between all kinds of stations and clouds, which outlive it.
struct MatrixSite {
    /// The wallboxes of OCPP, the last of them behind a meter; those on Modbus, likewise; and a mute one.
    static let names = ["CP16", "CP201", "depot", "yard", "lot", "carport"]

    let folder: Folder
    let stations: [any MatrixStation]
    let wallboxClocks: SpoiledClock
    let clock: BoxClock?
    let clouds: MatrixClouds

    /// Starts the gateway once, to learn the port that the wallboxes go on dialling.
    static func open(
        _ clouds: MatrixClouds, _ clock: BoxClock.Setting?
    ) async throws -> (site: MatrixSite, gateway: GatewayProcess) {
        let folder = try Folder()
        let (yard, lot) = (try MatrixModbusWallbox("yard"), try MatrixModbusWallbox("lot"))
        let meters = try ["depot": 5_000_000, "lot": 6_000_000, "carport": 600_000].mapValues {
            try MatrixMeter(watts: $0)
        }
        let buses =
            [yard, lot].map(busText).joined() + meters.map { meterText("\($0)-meter", $1.port) }.joined()
        let more = try clouds.text(in: folder)
        func configure(_ port: Int) throws {
            try folder.write("ohmstead.toml", siteText(folder, port) + buses + more)
        }
        try configure(0)
        let boxClock = try clock.map { try BoxClock(in: folder, $0) }
        let gateway = try await startGateway(in: folder, boxClock)
        let port = gateway.ports.stations
        try configure(port)
        let clocks = SpoiledClock()
        let time = (clock: ScaledClock(factor: 10), wallClock: clocks)
        let cp16 = SimulatedWallbox(
            configuration: wallbox("CP16", port, plugs: 2), clock: time.clock, wallClock: clocks, logger: .silent)
        let cp201 = SimulatedWallbox201(
            configuration: wallbox("CP201", port, plugs: 2), clock: time.clock, wallClock: clocks, logger: .silent)
        let depot = SimulatedWallbox(
            configuration: wallbox("depot", port, plugs: 1), clock: time.clock, wallClock: clocks, logger: .silent)
        func metered(_ station: any MatrixStation) throws -> any MatrixStation {
            guard let meter = meters[station.id] else { throw CancellationError() }
            return MatrixMeteredStation(station: station, meter: meter)
        }
        guard let behindCarport = meters["carport"] else { throw CancellationError() }
        let stations: [any MatrixStation] = [
            MatrixWallbox(id: "CP16", watts: 9_000_000, wallbox: cp16),
            MatrixWallbox(id: "CP201", watts: 13_000_000, wallbox: cp201),
            try metered(MatrixWallbox(id: "depot", plugs: 1, watts: 7_000_000, wallbox: depot)), yard, try metered(lot),
            MatrixMuteWallbox(id: "carport", meter: behindCarport),
        ]
        let site = MatrixSite(
            folder: folder, stations: stations, wallboxClocks: clocks, clock: boxClock, clouds: clouds)
        return (site, gateway)
    }

    func startGateway() async throws -> GatewayProcess { try await Self.startGateway(in: folder, clock) }

    private static func startGateway(in folder: Folder, _ clock: BoxClock?) async throws -> GatewayProcess {
        try await GatewayProcess(
            configuration: folder.url.appending(path: "ohmstead.toml"), log: folder.url.appending(path: "log"),
            launcher: clock?.launcher ?? [])
    }

    /// Returns when the box has seen so many cars at each station, and the last ones of them charge there now or do not.
    func box(_ gateway: GatewayProcess, sees visits: [String: [MatrixVisit]], running: Bool) async throws {
        let counts = visits.mapValues(\.count)
        guard let page = gateway.ports.console,
            let url = URL(string: "http://127.0.0.1:\(page)/api/v1/sessions?limit=100")
        else { throw Surprise(description: "The box has no page.") }
        try await until("the box sees \(counts), \(running ? "and the last ones charge" : "and all are gone")") {
            let answer = try await URLSession.shared.data(from: url).0
            let sessions = try JSONDecoder().decode([SessionReport].self, from: answer)
            return stations.allSatisfy { station in
                let own = sessions.filter { $0.station.rawValue == station.id }
                return own.count == counts[station.id] ?? 0
                    && own.count(where: \.isRunning) == (running ? station.plugs : 0)
            }
        }
    }

    private static func wallbox(_ id: String, _ port: Int, plugs: Int) -> SimulatedWallbox.Configuration {
        var configuration = SimulatedWallbox.Configuration(
            id: id, url: "ws://127.0.0.1:\(port)/ocpp", connectors: plugs)
        configuration.reconnectAfter = .seconds(2) ... .seconds(10)
        configuration.sampleInterval = 10
        configuration.retryInterval = 5
        configuration.messageTimeout = .seconds(250)
        // Nobody else draws so much, so no two sessions are the same to ChargeReport.
        configuration.remoteWatts = id == "CP16" ? 12_000_000 : 15_000_000
        return configuration
    }

    private static func siteText(_ folder: Folder, _ port: Int) -> String {
        """
        [storage]
        path = "\(folder.path)/ohmstead.db"
        [console]
        socket = "\(folder.path)/ohmstead.sock"
        listen = "127.0.0.1:0"
        [stations]
        listen = "127.0.0.1:\(port)"
        wallbox_profiles = "\(Repository.path)/etc/profiles/wallboxes"
        profiles = "\(Repository.path)/etc/profiles/stations"
        [meters]
        profiles = "\(Repository.path)/etc/profiles/meters"
        [sessions]
        final_after_seconds = 1
        [[station]]
        id = "CP16"
        [[station]]
        id = "CP201"
        [[station]]
        id = "depot"
        meter = "depot-meter"
        [[mute_station]]
        id = "carport"
        meter = "carport-meter"
        start_after_seconds = 1
        stop_after_seconds = 0

        """
    }

    private static func busText(_ wallbox: MatrixModbusWallbox) -> String {
        """
        [[bus]]
        name = "\(wallbox.id)"
        address = "127.0.0.1:\(wallbox.port)"
        [[modbus_station]]
        id = "\(wallbox.id)"
        bus = "\(wallbox.id)"
        unit = 255
        profile = "keba-p30"
        interval_seconds = 1
        max_amperes = 63
        \(wallbox.id == "lot" ? "meter = \"lot-meter\"" : "")

        """
    }

    private static func meterText(_ id: String, _ port: Int) -> String {
        """
        [[bus]]
        name = "\(id)"
        address = "127.0.0.1:\(port)"
        [[meter]]
        id = "\(id)"
        bus = "\(id)"
        profile = "eastron-sdm630"
        interval_seconds = 1
        most_kilowatts = 10000

        """
    }
}

/// Looks again and again until it is so. It gives up with words, after longer than a link waits after so short an outage.
func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(75))
    while try await !isSo() {
        guard clock.now < end else { throw Surprise(description: "It never came to pass that \(what).") }
        try await clock.sleep(for: .milliseconds(100))
    }
}
