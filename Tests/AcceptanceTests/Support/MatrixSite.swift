import Charging
import Foundation
import Gateway
import Simulator

/// The gateway as a process between four kinds of stations and three clouds that outlive it.
struct MatrixSite {
    let folder: Folder
    let stations: [any MatrixStation]
    let clocks: SpoiledClock
    let clouds: MatrixClouds

    /// Starts the gateway once, to learn the port that the wallboxes go on dialling.
    static func open(_ clouds: MatrixClouds) async throws -> (site: MatrixSite, gateway: GatewayProcess) {
        let folder = try Folder()
        let yard = try MatrixModbusWallbox("yard")
        let carport = try MatrixMuteWallbox("carport")
        func configure(_ port: Int) throws {
            try folder.write("key", MatrixClouds.key)
            try folder.write(
                "ohmstead.toml",
                stationText(folder, port) + busText(yard: yard.port, carport: carport.port)
                    + clouds.text(keyFile: "\(folder.path)/key"))
        }
        try configure(0)
        let gateway = try await startGateway(in: folder)
        let port = gateway.ports.stations
        try configure(port)
        let clocks = SpoiledClock()
        let cp16 = SimulatedWallbox(
            configuration: wallbox("CP16", port), clock: ScaledClock(factor: 10), wallClock: clocks, logger: .silent)
        let cp201 = SimulatedWallbox201(
            configuration: wallbox("CP201", port), clock: ScaledClock(factor: 10), wallClock: clocks, logger: .silent)
        let stations: [any MatrixStation] = [
            MatrixWallbox16(id: "CP16", wallbox: cp16), MatrixWallbox201(id: "CP201", wallbox: cp201), yard, carport,
        ]
        return (MatrixSite(folder: folder, stations: stations, clocks: clocks, clouds: clouds), gateway)
    }

    func startGateway() async throws -> GatewayProcess { try await Self.startGateway(in: folder) }

    private static func startGateway(in folder: Folder) async throws -> GatewayProcess {
        try await GatewayProcess(
            configuration: folder.url.appending(path: "ohmstead.toml"), log: folder.url.appending(path: "log"))
    }

    /// Returns when the box has seen so many cars at each station, and so many of them charge there now.
    func box(sees visits: [String: Int], running: Int) async throws {
        try await until("the box sees \(visits), \(running) of them running") {
            let answer = try await Program.run(["sessions", "--json", "--socket", "\(folder.path)/ohmstead.sock"])
            guard answer.status == 0 else { return false }
            let sessions: [SessionReport] = try JSONDecoder().decode(from: answer)
            return visits.allSatisfy { station, count in
                let own = sessions.filter { $0.station.rawValue == station }
                return own.count == count && own.count(where: \.isRunning) == running
            }
        }
    }

    private static func wallbox(_ id: String, _ port: Int) -> SimulatedWallbox.Configuration {
        var configuration = SimulatedWallbox.Configuration(id: id, url: "ws://127.0.0.1:\(port)/ocpp")
        configuration.reconnectAfter = .seconds(2) ... .seconds(10)
        configuration.sampleInterval = 10
        configuration.retryInterval = 5
        configuration.messageTimeout = .seconds(250)
        return configuration
    }

    private static func stationText(_ folder: Folder, _ port: Int) -> String {
        """
        [storage]
        path = "\(folder.path)/ohmstead.db"
        [console]
        socket = "\(folder.path)/ohmstead.sock"
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

        """
    }

    private static func busText(yard: Int, carport: Int) -> String {
        """
        [[bus]]
        name = "yard"
        address = "127.0.0.1:\(yard)"
        [[modbus_station]]
        id = "yard"
        bus = "yard"
        unit = 255
        profile = "keba-p30"
        interval_seconds = 1
        max_amperes = 63
        [[bus]]
        name = "carport"
        address = "127.0.0.1:\(carport)"
        [[meter]]
        id = "carport"
        bus = "carport"
        profile = "eastron-sdm630"
        interval_seconds = 1
        most_kilowatts = 10000
        [[mute_station]]
        id = "carport"
        meter = "carport"
        start_after_seconds = 1
        stop_after_seconds = 0

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
