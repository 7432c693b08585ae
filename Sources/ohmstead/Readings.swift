import ArgumentParser
import Charging
import Console
import Gateway

struct Readings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a meter showed: its readings, quarter hours, segments and gaps.",
        discussion: "Without a time it is the newest there is. Energies are in Wh and exactly as read.")

    enum Kind: String, EnumerableFlag {
        case readings, quarterHours, segments, gaps

        static func help(for kind: Kind) -> ArgumentHelp? {
            switch kind {
            case .readings: "Each reading (the default)."
            case .quarterHours: "What is decided of quarter hours: measured, interpolated or missing."
            case .segments: "The unbroken runs of its registers, and why each begins."
            case .gaps: "When it gave nothing, though it should have."
            }
        }

        var path: String { self == .quarterHours ? "quarterhours" : rawValue }
    }

    @Argument(help: "The id of the meter.")
    var meter: String

    @Flag
    var kind = Kind.readings

    @Option(help: "Only this register, 1-0:1.8.0 for instance.")
    var register: String?

    @Option(help: "From this moment on, with its zone: 2026-06-01T12:00:00Z.")
    var from: Moment?

    @Option(help: "Up to this moment.")
    var until: Moment?

    @Option(help: "Of the last span of time: 15m, 2h or 7d.")
    var last: Span?

    @Option(help: "How many, at most 1000.")
    var limit = 100

    @OptionGroup var connection: Connection

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
        guard last == nil || from == nil else { throw ValidationError("Give either --last or --from.") }
    }

    func run() async throws {
        // By the daemon's clock, which the readings are stamped by.
        let status: StatusReport = try await connection.client.get("status")
        switch kind {
        case .readings:
            let readings: [ReadingReport] = try await find(status.now)
            try show(readings, readings.count, status.now) { now, terminal in
                ReadingsText.readings(readings, register: register.map { OBIS($0) }, now: now, for: terminal)
            }
        case .quarterHours:
            let decided: QuarterHours = try await find(status.now)
            try show(decided, decided.values.count, status.now) { now, terminal in
                ReadingsText.quarterHours(decided, now: now, for: terminal)
            }
        case .segments:
            let segments: [RegisterSegment] = try await find(status.now)
            try show(segments, segments.count, status.now) { now, terminal in
                ReadingsText.segments(segments, now: now, for: terminal)
            }
        case .gaps:
            let gaps: [MeterGap] = try await find(status.now)
            try show(gaps, gaps.count, status.now) { now, terminal in
                ReadingsText.gaps(gaps, now: now, for: terminal)
            }
        }
    }

    private func find<Found: Decodable>(_ now: Timestamp) async throws -> Found {
        let from = from?.timestamp ?? last.map { now - .seconds($0.seconds) }
        let terms = [
            "limit=\(limit)", from.map { "from=\(ControlClient.escaped($0.description))" },
            until.map { "until=\(ControlClient.escaped($0.timestamp.description))" },
            register.map { "register=\(ControlClient.escaped($0))" },
        ]
        let query = terms.compactMap(\.self).joined(separator: "&")
        return try await connection.client.get("meters/\(ControlClient.escaped(meter))/\(kind.path)?\(query)")
    }

    private func show(
        _ found: some Encodable, _ count: Int, _ now: Timestamp, _ lines: (Timestamp, Terminal) -> [String]
    ) throws {
        if connection.json { return try StandardStream.output.write(json: found) }
        let lines = lines(now, .standard)
        guard !lines.isEmpty else { return StandardStream.output.write("There is nothing of that in the record.\n") }
        StandardStream.output.write(lines: lines)
        if count == limit {
            StandardStream.output.write("These are \(limit) as asked for; there may be more: see --from and --limit.\n")
        }
    }
}
