import ArgumentParser
import FoundationEssentials
import Gateway
import ServiceLifecycle
import Simulator

struct SimulateLine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "line", abstract: "Be a serial line with many meters, as slow as a real one.")

    @Flag(help: "RTU over a TCP port of 127.0.0.1 instead of a pseudo terminal.")
    var tcp = false

    @Option(help: "How many meters hang on it, with the Modbus addresses from 1 on.")
    var meters: UInt8 = 32

    @Option(help: "The speed of the line; 0 for no limit.")
    var baud = 9600

    @Option(help: "How long a meter takes to think.")
    var thinkMilliseconds = 0

    @Option(help: "Say every so many seconds what passed over the line, as a line of JSON.")
    var reportSeconds: Double?

    func validate() throws {
        guard (1...247).contains(meters) else { throw ValidationError("A line has 1 to 247 meters.") }
        guard (0...4_000_000).contains(baud) else { throw ValidationError("\(baud) is no speed of a line.") }
        guard (0...10_000).contains(thinkMilliseconds) else {
            throw ValidationError("A meter thinks 0 to 10000 milliseconds.")
        }
        guard reportSeconds.map({ (0.1...3600).contains($0) }) ?? true else {
            throw ValidationError("Reports come every 0.1 to 3600 seconds.")
        }
    }

    func run() async throws {
        let line = try SimulatedLine(
            tcp ? .tcp : .pty, baud: baud, turnaround: .milliseconds(thinkMilliseconds), units: Array(1...meters),
            wallClock: SystemWallClock())
        switch line.endpoint {
        case .tcp(let port): Simulate.say("\(meters) meters answer at 127.0.0.1:\(port). Ctrl-C ends it.")
        case .serial(let device): Simulate.say("\(meters) meters answer at \(device). Ctrl-C ends it.")
        }
        let reporter = reportSeconds.map { Reporter(line: line, interval: .milliseconds(Int($0 * 1000))) }
        try await Simulate.run([line] + (reporter.map { [$0] } ?? []) as [any Service])
    }
}

/// Says what passed over a line, again and again.
private struct Reporter: Service {
    let line: SimulatedLine
    let interval: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            while (try? await Task.sleep(for: interval)) != nil {
                guard let text = try? encoder.encode(line.takeTraffic()) else { return }
                Simulate.say(String(decoding: text, as: UTF8.self))
            }
        }
    }
}
