import Charging
import Foundation
import Gateway
import Simulator

/// The gateway as a process, with wallboxes and a cloud that outlive it.
struct CrashSite {
    let folder: Folder
    let wallboxes: [SimulatedWallbox]
    let cloud: SimulatedChargeReport

    private static let key = "cr_live_crash"

    /// Starts the gateway once, to learn the port that the wallboxes go on dialling.
    static func open(
        folder: Folder, cloud: SimulatedChargeReport, cloudPort: Int, charges: Int
    ) async throws -> (site: CrashSite, gateway: GatewayProcess) {
        try folder.write("key", key)
        try folder.write("ohmstead.toml", text(folder, stationPort: 0, cloudPort: cloudPort))
        let gateway = try await startGateway(in: folder)
        let port = gateway.ports.stations
        try folder.write("ohmstead.toml", text(folder, stationPort: port, cloudPort: cloudPort))
        let wallboxes = (1...5).map { wallbox($0, port: port, charges: charges) }
        return (CrashSite(folder: folder, wallboxes: wallboxes, cloud: cloud), gateway)
    }

    static func cloud(didBind: @escaping @Sendable (Int) -> Void) -> SimulatedChargeReport {
        SimulatedChargeReport(
            configuration: .init(keys: [key], requestsPerHour: 10_000), wallClock: SystemWallClock(), logger: .silent,
            didBind: didBind)
    }

    func startGateway() async throws -> GatewayProcess { try await Self.startGateway(in: folder) }

    private static func startGateway(in folder: Folder) async throws -> GatewayProcess {
        try await GatewayProcess(
            configuration: folder.url.appending(path: "ohmstead.toml"), log: folder.url.appending(path: "log"))
    }

    /// Two wallboxes where a charge takes a second or two, and draws megawatts to be worth reporting; and three where
    /// one takes a tenth of a second, so that there is always something under way when the gateway dies.
    private static func wallbox(_ number: Int, port: Int, charges: Int) -> SimulatedWallbox {
        var random = SystemRandomNumberGenerator()
        let isSlow = number <= 2
        let plan = (1...2).flatMap { connector in
            (0..<(isSlow ? charges : charges * 8)).map { _ in
                ChargingPlan.Charge(
                    connector: connector, tag: "TAG\(number)\(connector)", pause: .seconds(1),
                    duration: .seconds(isSlow ? Int.random(in: 60...100, using: &random) : 4),
                    watts: isSlow ? Int64.random(in: 5_000_000...60_000_000, using: &random) : 200_000,
                    linger: .seconds(1))
            }
        }
        var configuration = SimulatedWallbox.Configuration(
            id: "CP\(number)", url: "ws://127.0.0.1:\(port)/ocpp", connectors: 2, plan: .script(plan),
            seed: UInt64(number))
        configuration.reconnectAfter = .seconds(5) ... .seconds(15)
        configuration.sampleInterval = 1
        configuration.retryInterval = 5
        configuration.messageTimeout = .seconds(250)
        return SimulatedWallbox(
            configuration: configuration, clock: ScaledClock(factor: 10), wallClock: SystemWallClock(), logger: .silent)
    }

    private static func text(_ folder: Folder, stationPort: Int, cloudPort: Int) -> String {
        """
        [storage]
        path = "\(folder.path)/ohmstead.db"
        [console]
        socket = "\(folder.path)/ohmstead.sock"
        [stations]
        listen = "127.0.0.1:\(stationPort)"
        unknown = "accept"
        [sessions]
        final_after_seconds = 5
        [[chargereport]]
        url = "http://127.0.0.1:\(cloudPort)"
        key_file = "\(folder.path)/key"
        send_after_seconds = 5
        """
    }
}
