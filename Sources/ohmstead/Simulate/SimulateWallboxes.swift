import ArgumentParser
import Gateway
import ServiceLifecycle
import Simulator

struct SimulateWallboxes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallboxes", abstract: "Connect OCPP 1.6J wallboxes where cars come and go.")

    @Option(help: "The gateway's address, without the wallbox's identity.")
    var url = "ws://127.0.0.1:9000/ocpp"

    @Option(help: "The identity; with more than one wallbox a number is put behind it.")
    var id = "SIM"

    @Option(help: "How many.")
    var count = 1

    @Option(help: "Connectors of each.")
    var connectors = 1

    @Option(help: "The password of security profile 1.")
    var password: String?

    @Option(help: "The tags of the drivers, with commas between them.")
    var tags = "04A1B2C3,04D4E5F6"

    @Option(help: "How many times faster than life the cars come and go. The times told are the true ones.")
    var speed = 1

    @Option(help: "With the same seed the same happens again.")
    var seed: UInt64 = 1

    @Option(help: "How likely the link drops at each message, 0 to 1.", transform: Chance.parse)
    var dropLink = 0.0

    @Option(help: "How likely a message is told twice, 0 to 1.", transform: Chance.parse)
    var duplicate = 0.0

    @Option(help: "How likely an answer is delayed for some seconds, 0 to 1.", transform: Chance.parse)
    var delay = 0.0

    @Option(help: "How likely the power fails at each message, 0 to 1.", transform: Chance.parse)
    var die = 0.0

    func validate() throws {
        guard (1...1000).contains(count), (1...16).contains(connectors), (1...1000).contains(speed) else {
            throw ValidationError("Up to 1000 wallboxes with up to 16 connectors, up to 1000 times as fast.")
        }
    }

    func run() async throws {
        let wallboxes = (1...count).map { wallbox($0) }
        Simulate.say("\(count) wallboxes dial \(url). Ctrl-C ends it.")
        try await Simulate.run(
            wallboxes.flatMap { [$0, Teller(events: $0.events) { "\($0.at)  \($0)" }] as [any Service] })
    }

    private func wallbox(_ number: Int) -> SimulatedWallbox {
        var faults = SimulatedWallbox.Faults()
        faults.dropLink = dropLink
        faults.duplicate = duplicate
        faults.delayAnswer = delay
        faults.losePower = die
        let visits = ChargingPlan.RandomCharges(tags: tags.split(separator: ",").map(String.init))
        return SimulatedWallbox(
            configuration: .init(
                id: count == 1 ? id : "\(id)\(number)", url: url, password: password, connectors: connectors,
                plan: .random(visits), seed: seed &+ UInt64(number), faults: faults),
            clock: ScaledClock(factor: speed), wallClock: SystemWallClock(), logger: Simulate.logger)
    }
}
