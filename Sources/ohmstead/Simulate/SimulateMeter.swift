import ArgumentParser
import Gateway
import Simulator

struct SimulateMeter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meter", abstract: "Be an Eastron SDM630 on a TCP port or a pseudo terminal.")

    @Flag(help: "Modbus RTU on a pseudo terminal instead of Modbus TCP.")
    var serial = false

    @Option(help: "The TCP port on 127.0.0.1; 0 takes any that is free.")
    var port: UInt16 = 0

    @Option(help: "The Modbus address.")
    var unit: UInt8 = 1

    @Option(help: "What hangs behind it: a constant load in W. Without it a car comes and goes.")
    var watts: Int64?

    @Option(help: "The import register at the beginning, in Wh.")
    var wattHours: Int64 = 1_000_000

    @Option(help: "The next so many requests are not answered.")
    var silent = 0

    @Option(help: "The next so many requests find all registers 0.")
    var zeros = 0

    func run() async throws {
        let meter = try SimulatedMeter(
            line: serial ? .pty : .tcp(port: port), unit: unit, wattHours: wattHours, wallClock: SystemWallClock())
        meter.play(watts.map(LoadCurve.constant) ?? .visitingCar)
        if silent > 0 { meter.inject(.silent, times: silent) }
        if zeros > 0 { meter.inject(.zeros, times: zeros) }
        switch meter.endpoint {
        case .tcp(let port): Simulate.say("An SDM630 answers at 127.0.0.1:\(port), unit \(unit). Ctrl-C ends it.")
        case .serial(let device): Simulate.say("An SDM630 answers at \(device), unit \(unit). Ctrl-C ends it.")
        }
        try await Simulate.run([meter])
    }
}
