import Charging
import Foundation
import Gateway
import Simulator

/// A gateway in a folder of its own, and what is needed to talk to it.
struct TestSite {
    /// What its configuration says; everything is on ports and in files of its own.
    struct Setup: Sendable {
        var folder: Folder
        var data: String
        var socket: String
        var stations = "127.0.0.1:0"
        var page = "127.0.0.1:0"
        var unknown = "accept"
        /// More blocks.
        var more = ""

        init(_ folder: Folder) {
            self.folder = folder
            data = "\(folder.path)/ohmstead.db"
            socket = "\(folder.path)/ohmstead.sock"
        }

        var text: String {
            """
            [site]
            name = "Depot"
            [storage]
            path = "\(data)"
            [console]
            socket = "\(socket)"
            listen = "\(page)"
            [stations]
            listen = "\(stations)"
            unknown = "\(unknown)"
            \(more)

            """
        }

        /// Lets every session be told to a cloud on this machine as soon as it is final.
        mutating func add(cloudAt port: Int, key: String) throws {
            more += """
                [[chargereport]]
                url = "http://127.0.0.1:\(port)"
                key_file = "\(try folder.write("cloud.key", key))"
                smallest_watt_hours = 0
                send_after_seconds = 1

                """
        }
    }

    let setup: Setup
    let gateway: GatewayProcess

    init(_ setup: Setup, launcher: [String] = []) async throws {
        self.setup = setup
        let file = try setup.folder.write("ohmstead.toml", setup.text)
        gateway = try await GatewayProcess(
            configuration: URL(filePath: file), log: setup.folder.url.appending(path: "log"),
            logLevel: "debug", launcher: launcher)
    }

    /// What the daemon has said on standard error.
    var log: String { (try? setup.folder.read("log")) ?? "" }

    /// Runs a subcommand that talks to the daemon.
    func ask(_ arguments: String...) async throws -> Program.Answer {
        try await Program.run(arguments + ["--socket", setup.socket])
    }

    /// Asks again until the answer is a certain one. The test's time limit bounds it.
    func ask(
        _ arguments: String..., until isRight: (Program.Answer) throws -> Bool
    ) async throws -> Program.Answer {
        while true {
            let answer = try await Program.run(arguments + ["--socket", setup.socket])
            if try isRight(answer) { return answer }
        }
    }

    func status() async throws -> StatusReport { try JSONDecoder().decode(from: try await ask("status", "--json")) }

    func sessions() async throws -> [SessionReport] {
        try JSONDecoder().decode(from: try await ask("sessions", "--json"))
    }

    /// A wallbox whose people hurry, and whose cars draw megawatts to make up for it.
    func wallbox(_ id: String, password: String? = nil, plan: ChargingPlan = .idle) -> SimulatedWallbox {
        var configuration = SimulatedWallbox.Configuration(
            id: id, url: "ws://127.0.0.1:\(gateway.ports.stations)/ocpp", password: password, plan: plan)
        configuration.reconnectAfter = .seconds(1) ... .seconds(3)
        configuration.retryInterval = 1
        return SimulatedWallbox(
            configuration: configuration, clock: ScaledClock(factor: 10), wallClock: SystemWallClock(), logger: .silent)
    }

    /// One car that comes and goes within three seconds. A session of less than one is nothing a cloud takes.
    static let shortVisit = ChargingPlan.script([
        ChargingPlan.Charge(
            tag: "04B0267AE05C80", pause: .seconds(1), duration: .seconds(15), watts: 50_000_000, linger: .seconds(1))
    ])
}

extension JSONDecoder {
    func decode<Value: Decodable>(_ type: Value.Type = Value.self, from answer: Program.Answer) throws -> Value {
        try decode(type, from: Data(answer.output.utf8))
    }
}

extension SimulatedWallbox {
    /// Returns when this happens; for one listener at a time.
    func happens(_ isIt: (WallboxEvent.Kind) -> Bool) async {
        for await event in events where isIt(event.kind) { return }
    }
}

/// A simulated ChargeReport that runs beside a test.
struct TestCloud {
    let service: SimulatedChargeReport
    let port: Int
    static let key = "cr_live_4711_acceptance"

    static func run(_ body: (TestCloud) async throws -> Void) async throws {
        let (ports, sink) = AsyncStream<Int>.makeStream()
        let service = SimulatedChargeReport(
            configuration: .init(keys: [key], requestsPerHour: 10_000), wallClock: SystemWallClock(), logger: .silent
        ) { sink.yield($0) }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await service.run() }
            guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
            try await body(TestCloud(service: service, port: port))
            group.cancelAll()
        }
    }
}
