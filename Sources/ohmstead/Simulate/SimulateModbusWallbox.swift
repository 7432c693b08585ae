import ArgumentParser
import Charging
import Gateway
import ServiceLifecycle
import Simulator

struct SimulateModbusWallbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modbus-wallbox",
        abstract: "Be the Modbus wallbox of a profile, on a TCP port or a pseudo terminal.")

    @Option(help: "The wallbox profile, for instance etc/profiles/wallboxes/keba-p30.toml.")
    var profile: String

    @Flag(help: "Modbus RTU on a pseudo terminal instead of Modbus TCP.")
    var serial = false

    @Option(help: "The TCP port on 127.0.0.1; 0 takes any that is free.")
    var port: UInt16 = 0

    @Option(help: "The Modbus address.")
    var unit: UInt8 = 1

    @Option(help: "How many EVSEs it has, where its profile knows several.")
    var evses = 1

    @Option(help: "The register of all energy at the beginning, in Wh.")
    var wattHours: Int64 = 1_000_000

    @Option(help: "What the car takes on each phase, in A.")
    var amperes: Int64 = 16

    @Option(help: "How long the car stays, and then stays away, in s; 0 is a car that never leaves.")
    var stay = 300

    @Flag(help: "It answers what is written to it, and does nothing of it.")
    var deaf = false

    func validate() throws {
        guard (1...63).contains(amperes), (0...86_400).contains(stay) else {
            throw ValidationError("Write 1 to 63 amperes, and a stay of 0 to 86400 seconds.")
        }
    }

    func run() async throws {
        let wallbox = try SimulatedModbusWallbox(
            WallboxSheet(path: profile), line: serial ? .pty : .tcp(port: port), unit: unit, evses: evses,
            wattHours: wattHours, wallClock: SystemWallClock())
        wallbox.setDeaf(deaf)
        let name = "\(wallbox.sheet.vendor) \(wallbox.sheet.model)"
        switch wallbox.endpoint {
        case .tcp(let port): Simulate.say("A \(name) answers at 127.0.0.1:\(port), unit \(unit). Ctrl-C ends it.")
        case .serial(let device): Simulate.say("A \(name) answers at \(device), unit \(unit). Ctrl-C ends it.")
        }
        try await Simulate.run([wallbox, Visits(wallbox: wallbox, amperes: amperes, stay: stay)])
    }
}

/// A car that comes and goes at EVSE 1, and what it got said line by line.
private struct Visits: Service {
    let wallbox: SimulatedModbusWallbox
    let amperes: Int64
    let stay: Int

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while true {
                wallbox.plugIn(amperes: amperes, tag: 0x04B0_267A)
                let before = wallbox.look.wattHours
                Simulate.say("A car is plugged in that takes \(amperes) A.")
                try await Task.sleep(for: stay == 0 ? .seconds(86_400 * 365) : .seconds(stay))
                wallbox.unplug()
                Simulate.say("It left with \(wallbox.look.wattHours - before) Wh.")
                try await Task.sleep(for: .seconds(stay))
            }
        }
    }
}
