import ArgumentParser
import Charging
import Console
import FoundationEssentials
import Gateway
import Logging

struct Meters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find meters, and see what they show.",
        subcommands: [Ports.self, Scan.self, Read.self, Decode.self])

    /// Only what goes wrong; what is found is the answer.
    static let logger = Logger(label: "ohmstead") { _ in SwiftLogNoOpLogHandler() }

    struct Ports: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the serial ports of this box.")

        @Flag(help: "Answer in JSON, for programs.")
        var json = false

        func run() throws {
            let ports = SerialPortReport.all()
            if json { return try StandardStream.output.write(json: ports) }
            guard !ports.isEmpty else {
                return StandardStream.output.write("There is no serial port. Plug the adapter in, and look again.\n")
            }
            StandardStream.output.write(lines: MeterToolText.ports(ports, for: .standard))
        }
    }

    struct Read: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a meter shows now.",
            discussion: """
                Asks the daemon for the newest reading. With --direct the meter itself is read, which needs its line to \
                be free: while no daemon runs.
                """)

        @Argument(help: "The id of the meter in the configuration.")
        var meter: String

        @Flag(help: "Read the meter itself, without the daemon.")
        var direct = false

        @Option(name: .shortAndLong, help: "The configuration file, for --direct.")
        var config = "/etc/ohmstead/ohmstead.toml"

        @OptionGroup var connection: Connection

        func run() async throws {
            let look = direct ? try await readItself() : try await askDaemon()
            if connection.json { return try StandardStream.output.write(json: look) }
            StandardStream.output.write(lines: MeterToolText.look(look, for: .standard))
        }

        private func readItself() async throws -> MeterLook {
            try await MeterLook.read(meter, of: try Configuration.load(path: config), logger: Meters.logger)
        }

        private func askDaemon() async throws -> MeterLook {
            let readings: [ReadingReport] = try await connection.client.get(
                "meters/\(ControlClient.escaped(meter))/readings?limit=1")
            guard let reading = readings.last else {
                throw MeterToolError("\(meter) was never read. `ohmstead status` says why.")
            }
            let status: StatusReport = try await connection.client.get("status")
            return MeterLook(meter, reading, now: status.now)
        }
    }

    struct Decode: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a recording of a meter's telegrams says.",
            discussion: "For telegrams that do not come as they should: record the line with cat, and look here.")

        @Argument(help: "The recording.", completion: .file())
        var file: String

        @Option(name: .customLong("protocol"), help: "p1, sml or d0.")
        var kind: BusSection.Kind

        @Flag(help: "Answer in JSON, for programs.")
        var json = false

        func validate() throws {
            guard kind != .modbus else { throw ValidationError("--protocol is p1, sml or d0.") }
        }

        func run() throws {
            guard let content = try? Data(contentsOf: URL(filePath: file)) else {
                throw MeterToolError("\(file) cannot be read. Check its name, and that you may read it.")
            }
            let (looks, damages) = MeterLook.decode([UInt8](content), as: kind)
            if json {
                try StandardStream.output.write(json: Answer(telegrams: looks, damaged: damages))
            } else {
                for look in looks {
                    StandardStream.output.write(lines: MeterToolText.look(look, for: .standard) + [""])
                }
                for damage in damages { StandardStream.output.write("Damaged: \(damage)\n") }
                StandardStream.output.write(
                    looks.isEmpty && damages.isEmpty
                        ? "There is no telegram of this protocol in it.\n"
                        : "\(counted(looks.count, "meter")), \(damages.count) damaged.\n")
            }
            if looks.isEmpty { throw Failure(.refused) }
        }

        private struct Answer: Encodable {
            var telegrams: [MeterLook]
            var damaged: [String]
        }
    }
}

extension BusSection.Kind: ExpressibleByArgument {}
