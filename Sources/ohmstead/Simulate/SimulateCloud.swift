import ArgumentParser
import Gateway
import NIOCore
import ServiceLifecycle
import Simulator

struct SimulateCloud: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cloud", abstract: "Be ChargeReport's push API, with its limits.")

    @Option(help: "The TCP port on 127.0.0.1; 0 takes any that is free.")
    var port = 9200

    @Option(help: "The API key it accepts.")
    var key = "cr_live_simulated"

    @Option(help: "The next so many requests are taken and the connection is dropped instead of an answer.")
    var drop = 0

    @Option(help: "The next so many requests are answered with 503 and not taken.")
    var unavailable = 0

    func run() async throws {
        let cloud = SimulatedChargeReport(
            configuration: .init(port: port, keys: [key]), wallClock: SystemWallClock(), logger: Simulate.logger
        ) { port in
            Simulate.say("ChargeReport is simulated at http://127.0.0.1:\(port). Ctrl-C ends it.")
        }
        for _ in 0..<max(0, unavailable) { cloud.inject(.answer(status: 503)) }
        for _ in 0..<max(0, drop) { cloud.inject(.takeAndDrop) }
        do {
            try await Simulate.run([cloud, Teller(events: cloud.events, words: Self.words)])
        } catch is IOError {
            throw Failure(
                .refused,
                "Nothing can listen at 127.0.0.1:\(port).\nIs another program there? --port 0 takes a free one.")
        }
    }

    @Sendable private static func words(_ event: CloudEvent) -> String {
        switch event {
        case .received(let accepted, let duplicates): "\(accepted) sessions received, \(duplicates) known already"
        case .refused(let status): "a request was refused with \(status)"
        case .failed: "a fault was played"
        }
    }
}
