import ArgumentParser
import Gateway
import Simulator

struct SimulateMeter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meter", abstract: "Be a meter on a TCP port or a pseudo terminal.",
        discussion:
            "An Eastron SDM630, or any other that has a profile. Faults come one after the other, in this order.")

    @Option(help: "The profile of another meter, etc/profiles/meters/abb-b23.toml for instance.", completion: .file())
    var profile: String?

    @Flag(help: "Modbus RTU on a pseudo terminal instead of Modbus TCP.")
    var serial = false

    @Option(help: "The TCP port on 127.0.0.1; 0 takes any that is free.")
    var port: UInt16 = 0

    @Option(help: "The Modbus address; without it that of the profile, else 1.")
    var unit: UInt8?

    @Option(help: "What hangs behind it: a constant load in W. Without it a car comes and goes.")
    var watts: Int64?

    @Option(help: "The import register at the beginning, in Wh.")
    var wattHours: Int64 = 1_000_000

    @Option(help: "The import register begins so many Wh before it is full and starts again at 0.")
    var rollOverIn: Int64?

    @Option(help: "The serial number.")
    var serialNumber: UInt32 = 20_301_234

    @OptionGroup var faults: MeterFaults

    func run() async throws {
        let meter = try makeMeter()
        if let rollOverIn, !meter.approachRollover(wattHours: rollOverIn) {
            throw ValidationError(
                "The import register of this meter never starts again at 0. Leave out --roll-over-in.")
        }
        meter.play(watts.map(LoadCurve.constant) ?? .visitingCar)
        let what =
            try profile.map { path in
                let profile = try Self.read(path)
                return "\(profile.vendor) \(profile.model)"
            } ?? "Eastron SDM630"
        let place =
            switch meter.endpoint {
            case .tcp(let port): "127.0.0.1:\(port)"
            case .serial(let device): device
            }
        Simulate.say("\(what) answers at \(place), unit \(meter.unit). Ctrl-C ends it.")
        try await Simulate.run([meter, faults.service(for: meter)])
    }

    private func makeMeter() throws -> SimulatedMeter {
        let line: SimulatedMeter.Line = serial ? .pty : .tcp(port: port)
        guard let profile else {
            return try SimulatedMeter(
                line: line, unit: unit ?? 1, serialNumber: serialNumber, wattHours: wattHours,
                wallClock: SystemWallClock())
        }
        return try SimulatedMeter(
            profile: Self.read(profile), line: line, unit: unit, serialNumber: serialNumber, wattHours: wattHours,
            wallClock: SystemWallClock())
    }

    private static func read(_ path: String) throws -> SimulatedProfile {
        _ = try ProfileCheck.report(path: path)
        return try SimulatedProfile(path: path)
    }
}
