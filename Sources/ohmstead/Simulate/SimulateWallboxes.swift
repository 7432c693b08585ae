import ArgumentParser
import Gateway
import ServiceLifecycle
import Simulator

struct SimulateWallboxes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallboxes", abstract: "Connect wallboxes where cars come and go.",
        discussion: """
            To try a listener with TLS, give a wss:// address and the CA that the wallboxes are to trust:
            ohmstead certificates show-ca > ca.pem, then --url wss://<the box>:9443/ocpp --ca ca.pem
            """)

    @Option(help: "The gateway's address, without the wallbox's identity.")
    var url = "ws://127.0.0.1:9000/ocpp"

    @Option(help: "The identity; with more than one wallbox a number is put behind it.")
    var id = "SIM"

    @Option(help: "What they speak: ocpp1.6 or ocpp2.0.1.")
    var dialect = SimulatedDialect.ocpp16

    @Option(help: "How many.")
    var count = 1

    @Option(help: "Connectors of each.")
    var connectors = 1

    @Option(help: "The password of security profiles 1 and 2.")
    var password: String?

    @OptionGroup var security: WallboxSecurity

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
        guard dialect == .ocpp16 || [dropLink, duplicate, delay, die].allSatisfy({ $0 == 0 }) else {
            throw ValidationError("Only wallboxes of OCPP 1.6 have faults. Leave out --drop-link and the like.")
        }
    }

    func run() async throws {
        var first = SimulatedWallbox.Configuration(id: id, url: url, password: password, connectors: connectors)
        try security.apply(to: &first)
        let services = (1...count).flatMap { [first] in wallbox($0, like: first) }
        Simulate.say("\(count) wallboxes dial \(url). Ctrl-C ends it.")
        try await Simulate.run(services)
    }

    private func wallbox(_ number: Int, like first: SimulatedWallbox.Configuration) -> [any Service] {
        let visits = ChargingPlan.RandomCharges(tags: tags.split(separator: ",").map(String.init))
        var configuration = first
        configuration.id = count == 1 ? id : "\(id)\(number)"
        configuration.plan = .random(visits)
        configuration.seed = seed &+ UInt64(number)
        configuration.faults = faults
        let (clock, wallClock) = (ScaledClock(factor: speed), SystemWallClock())
        switch dialect {
        case .ocpp16:
            let wallbox = SimulatedWallbox(
                configuration: configuration, clock: clock, wallClock: wallClock, logger: Simulate.logger)
            return [wallbox, Self.teller(wallbox.events)]
        case .ocpp201:
            let wallbox = SimulatedWallbox201(
                configuration: configuration, clock: clock, wallClock: wallClock, logger: Simulate.logger)
            return [wallbox, Self.teller(wallbox.events)]
        }
    }

    private static func teller(_ events: AsyncStream<WallboxEvent>) -> Teller<WallboxEvent> {
        Teller(events: events) { "\($0.at)  \($0)" }
    }

    private var faults: SimulatedWallbox.Faults {
        var faults = SimulatedWallbox.Faults()
        faults.dropLink = dropLink
        faults.duplicate = duplicate
        faults.delayAnswer = delay
        faults.losePower = die
        return faults
    }
}

enum SimulatedDialect: String, CaseIterable, ExpressibleByArgument {
    case ocpp16 = "ocpp1.6"
    case ocpp201 = "ocpp2.0.1"
}
