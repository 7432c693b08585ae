import ArgumentParser
import Gateway
import Logging
import ServiceLifecycle
import UnixSignals

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Be wallboxes, meters, a Modbus wallbox or a cloud, for any gateway to talk to.",
        subcommands: [
            SimulateWallboxes.self, SimulateMeter.self, SimulateLine.self, SimulateTelegrams.self,
            SimulateModbusWallbox.self,
            SimulateCloud.self, SimulateCSMS.self,
        ])

    /// Runs what is simulated until Ctrl-C.
    static func run(_ services: [any Service]) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0, successTerminationBehavior: .ignore) },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "simulate") { _ in SwiftLogNoOpLogHandler() }))
        try await group.run()
    }

    /// The simulators tell what they do line by line; their own logs would say it twice.
    static let logger = Logger(label: "simulate") { _ in
        LineLogHandler(logLevel: .warning, wallClock: SystemWallClock())
    }

    static func say(_ text: String) { StandardStream.output.write(text + "\n") }
}

/// Follows a stream of events and says them, as a service beside the one that makes them.
struct Teller<Event: Sendable>: Service {
    let events: AsyncStream<Event>
    let words: @Sendable (Event) -> String

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await event in events { Simulate.say(words(event)) }
        }
    }
}

/// A probability, as a number from 0 to 1.
enum Chance {
    static func parse(_ text: String) throws -> Double {
        guard let chance = Double(text), (0...1).contains(chance) else {
            throw ValidationError("\"\(text)\" is no probability. Write a number from 0 to 1.")
        }
        return chance
    }
}
