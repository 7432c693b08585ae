import ArgumentParser
import Console
import Gateway

extension Meters {
    struct Scan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for meters on a line or in the network, and print what to configure.",
            discussion: """
                Walks the units of a serial line, or of one address or a range of them, and tells the models that \
                answer. The configuration to paste is printed at the end. The line must be free: stop the daemon first.
                """)

        @Argument(help: "A serial device, an address (192.168.1.50), or a range (192.168.1.10-192.168.1.60).")
        var place: String

        @Option(help: "The units to ask: 1-32, or 5.")
        var units = "1-32"

        @Option(help: "The TCP port.")
        var port: UInt16 = 502

        @Flag(help: "The address is a serial server that passes the bytes of Modbus RTU on.")
        var rtu = false

        @Option(help: "The speed of the serial line. Without it, those that known meters leave the factory with.")
        var baud: Int?

        @Option(help: "none, even or odd; with --baud.")
        var parity = "none"

        @Option(help: "1 or 2; with --baud.")
        var stopBits = 1

        @Option(help: "How long to wait for an answer, in milliseconds.")
        var timeout = 300

        @Option(help: "The folder of the meter profiles.")
        var profiles = "/usr/share/ohmstead/profiles/meters"

        @Flag(help: "Answer in JSON, for programs.")
        var json = false

        func validate() throws {
            guard range != nil else { throw ValidationError("--units is a number or a range from 0 to 247: 1-32.") }
            guard (10...10_000).contains(timeout) else { throw ValidationError("--timeout is 10 to 10000.") }
            guard ["none", "even", "odd"].contains(parity) else {
                throw ValidationError("--parity is none, even or odd.")
            }
            guard (1...2).contains(stopBits) else { throw ValidationError("--stop-bits is 1 or 2.") }
        }

        private var range: ClosedRange<UInt8>? {
            let ends = units.split(separator: "-", omittingEmptySubsequences: false).map { UInt8($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last,
                last <= 247
            else { return nil }
            return first...last
        }

        func run() async throws {
            let scan = try MeterScan(profiles: profiles, logger: Meters.logger)
            let found: [FoundMeter]
            do {
                // Also before what goes wrong is said.
                defer { if StandardStream.error.isTerminal { StandardStream.error.write("\r\u{1B}[K") } }
                found = try await scan.run(where: try whereToLook(), progress: show)
            }
            if json { return try StandardStream.output.write(json: found) }
            guard !found.isEmpty else {
                StandardStream.output.write(
                    "Nobody answered. Check the power, the \(place.hasPrefix("/") ? "wires (A and B)" : "network"), "
                        + "and that the meter's unit is among \(units).\n"
                )
                throw Failure(.refused)
            }
            StandardStream.output.write(lines: MeterToolText.found(found, for: .standard))
            StandardStream.output.write("\nTo have them read, paste this into the configuration:\n\n")
            StandardStream.output.write(lines: FoundMeter.configuration(found))
        }

        private func whereToLook() throws -> MeterScan.Place {
            guard let range else { throw ValidationError("--units is a number or a range from 0 to 247: 1-32.") }
            let isDevice = place.hasPrefix("/")
            var look = MeterScan.Place(
                device: isDevice ? place : nil, hosts: isDevice ? nil : place, units: range)
            look.port = port
            look.isRTU = rtu
            look.baud = baud
            look.parity = parity
            look.stopBits = stopBits
            look.patience = .milliseconds(timeout)
            return look
        }

        /// On a terminal one line that changes; elsewhere nothing, so that the answer stays alone.
        private func show(_ step: MeterScan.Step) {
            guard StandardStream.error.isTerminal else { return }
            StandardStream.error.write("\r\u{1B}[K" + MeterToolText.progress(step, for: .standard))
        }
    }
}
