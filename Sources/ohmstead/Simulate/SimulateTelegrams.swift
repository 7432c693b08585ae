import ArgumentParser
import FoundationEssentials
import Gateway
import Simulator

struct SimulateTelegrams: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "telegrams",
        abstract: "Be a meter that sends telegrams: P1, SML or IEC 62056-21.",
        discussion: """
            A car comes and goes behind it, unless --watts says otherwise. Its optical port or P1 port is a pseudo \
            terminal, or a TCP port as a serial server has one.
            """)

    @Argument(help: "p1, sml or d0.")
    var kind: TelegramKind

    @Flag(help: "A TCP port of 127.0.0.1 instead of a pseudo terminal.")
    var tcp = false

    @Option(help: "The TCP port; 0 takes any that is free.")
    var port: UInt16 = 0

    @Option(help: "Seconds between two telegrams.")
    var every: Double = 1

    @Flag(help: "Say nothing before it is asked (d0 only).")
    var asked = false

    @Option(help: "What hangs behind it: a constant load in W.")
    var watts: Int64?

    @Option(help: "The import register at the beginning, in Wh.")
    var wattHours: Int64 = 1_000_000

    @Option(help: "Send what stands in this file instead, over and over.", completion: .file())
    var recording: String?

    @Option(help: "The first so many telegrams have a wrong bit.")
    var damaged = 0

    func validate() throws {
        guard (0.1...3600).contains(every) else { throw ValidationError("--every is a number from 0.1 to 3600.") }
        guard !asked || kind == .d0 else { throw ValidationError("Only a meter of the kind d0 is asked.") }
    }

    func run() async throws {
        let meter = try SimulatedTelegramMeter(
            kind, line: tcp ? .tcp(port: port) : .pty, manner: asked ? .answers : .pushes(every: .seconds(every)),
            recording: try recording.map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }, wattHours: wattHours,
            clock: ContinuousClock(), wallClock: SystemWallClock())
        meter.play(watts.map(LoadCurve.constant) ?? .visitingCar)
        if damaged > 0 { meter.inject(.damaged, times: damaged) }
        switch meter.endpoint {
        case .tcp(let port):
            Simulate.say("A meter of the kind \(kind.rawValue) talks at 127.0.0.1:\(port). Ctrl-C ends it.")
        case .serial(let device):
            Simulate.say("A meter of the kind \(kind.rawValue) talks at \(device). Ctrl-C ends it.")
        }
        try await Simulate.run([meter])
    }
}

extension TelegramKind: ExpressibleByArgument {}
