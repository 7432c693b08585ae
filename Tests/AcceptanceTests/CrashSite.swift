import Charging
import Foundation
import Gateway
import Journal
import Logging
import Simulator

/// The gateway as a process, with wallboxes and a cloud that outlive it.
struct CrashSite {
    let folder: URL
    let wallboxes: [SimulatedWallbox]
    let cloud: SimulatedChargeReport
    private let configuration: URL
    private let wallClock = SystemWallClock()

    private static let key = "cr_live_crash"
    private static let silent = Logger(label: "crash") { _ in SwiftLogNoOpLogHandler() }

    /// Starts the gateway once, to learn the port that the wallboxes go on dialling.
    static func open(
        folder: URL, cloud: SimulatedChargeReport, cloudPort: Int, charges: Int
    ) async throws -> (site: CrashSite, gateway: GatewayProcess) {
        let file = folder.appending(path: "ohmstead.toml")
        try key.write(to: folder.appending(path: "key"), atomically: true, encoding: .utf8)
        try text(folder, stationPort: 0, cloudPort: cloudPort).write(to: file, atomically: true, encoding: .utf8)
        let gateway = try await GatewayProcess(configuration: file, log: folder.appending(path: "log"))
        let port = gateway.ports.stations
        try text(folder, stationPort: port, cloudPort: cloudPort).write(to: file, atomically: true, encoding: .utf8)
        let wallboxes = (1...5).map { wallbox($0, port: port, charges: charges) }
        return (CrashSite(folder: folder, wallboxes: wallboxes, cloud: cloud, configuration: file), gateway)
    }

    static func cloud(didBind: @escaping @Sendable (Int) -> Void) -> SimulatedChargeReport {
        SimulatedChargeReport(
            configuration: .init(keys: [key], requestsPerHour: 10_000), wallClock: SystemWallClock(), logger: silent,
            didBind: didBind)
    }

    func startGateway() async throws -> GatewayProcess {
        try await GatewayProcess(configuration: configuration, log: folder.appending(path: "log"))
    }

    /// Everything in the journal. Only while no gateway has it open.
    func entries() async throws -> [Entry] {
        let journal = try Journal(
            configuration: JournalConfiguration(path: folder.appending(path: "ohmstead.db").path), rules: SiteRules(),
            wallClock: wallClock, health: Health(wallClock: wallClock), logger: Self.silent)
        var entries: [Entry] = []
        while true {
            let next = try await journal.entries(
                after: entries.last?.seq ?? 0, kinds: Set(FactKind.allCases), limit: 1000)
            if next.isEmpty { return entries }
            entries += next
        }
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
            configuration: configuration, clock: ScaledClock(factor: 50), wallClock: SystemWallClock(), logger: silent)
    }

    private static func text(_ folder: URL, stationPort: Int, cloudPort: Int) -> String {
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
