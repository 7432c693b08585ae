import ArgumentParser
import Charging
import Gateway
import ServiceLifecycle
import Simulator

struct SimulateCSMS: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "csms", abstract: "Be a strict back office that speaks OCPP, and show its books at the end.")

    @Option(help: "The TCP port on 127.0.0.1; 0 takes any that is free.")
    var port = 9300

    @Option(help: "The version of OCPP: 1.6, 2.0.1 or 2.1.")
    var version = "1.6"

    @Option(help: "Whose habits it has: generic, chargereport, joulo, citrineos or steve.")
    var preset = "generic"

    @Option(help: "How long each answer takes, in ms.")
    var latencyMs = 0

    @Option(help: "A tag that may not charge.")
    var blocked: [String] = []

    func validate() throws {
        guard CSMSHabits.named(preset, version: version) != nil else {
            throw ValidationError(
                "There is no \(preset) that speaks \(version). Write --preset "
                    + "\(CSMSHabits.presets.keys.sorted().joined(separator: ", ")), and --version 1.6, 2.0.1 or 2.1.")
        }
        guard (0...60_000).contains(latencyMs) else { throw ValidationError("Write 0 to 60000 milliseconds.") }
    }

    func run() async throws {
        guard let habits = CSMSHabits.named(preset, version: version) else { return }
        var section = SimulatedCSMS.Configuration(habits)
        section.port = port
        section.latency = .milliseconds(latencyMs)
        section.verdicts = Dictionary(blocked.map { ($0, "Blocked") }) { first, _ in first }
        let path = habits.identifiesByToken ? "/cp/TOKEN" : "/STATION"
        let csms = SimulatedCSMS(configuration: section, wallClock: SystemWallClock(), logger: Simulate.logger) {
            port in
            Simulate.say("A back office answers at ws://127.0.0.1:\(port)\(path). Ctrl-C ends it and shows its books.")
        }
        do {
            try await Simulate.run([csms, Teller(events: csms.events) { "\($0)" }])
        } catch is SimulatedCSMS.PortTaken {
            throw Failure(
                .refused,
                "Nothing can listen at 127.0.0.1:\(port).\nIs another program there? --port 0 takes a free one.")
        }
        for line in Self.lines(csms.books) { Simulate.say(line) }
    }

    /// What is in the books, for a person.
    static func lines(_ books: CSMSBooks) -> [String] {
        books.stations.sorted { $0.key < $1.key }.flatMap { name, station in
            let meter = station.latestMeterWattHours.map { ", its meter at \($0) Wh" } ?? ""
            return [
                "\(name): \(station.transactions.count) transactions, \(station.boots) boots, "
                    + "\(station.heartbeats) heartbeats\(meter)"
            ] + station.transactions.map { "  " + words($0) } + station.violations.map { "  VIOLATION: \($0)" }
        }
    }

    private static func words(_ transaction: CSMSTransaction) -> String {
        let place = transaction.connector.map { "\($0)" } ?? "?"
        let energy = transaction.energy.map { "\($0) Wh" } ?? (transaction.isRunning ? "running" : "energy unknown")
        let span = "\(transaction.startedAt) to \(transaction.stoppedAt.map { "\($0)" } ?? "now")"
        let repeats = transaction.startsTold > 1 || transaction.stopsTold > 1 ? ", told more than once" : ""
        return "\(transaction.id) at \(place) for \(transaction.tag ?? "nobody"): \(span), \(energy)"
            + (transaction.reason.map { ", \($0)" } ?? "") + repeats
    }
}
