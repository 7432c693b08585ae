import ArgumentParser
import Console
import Gateway

struct Uplinks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the clouds, and decide about what they refused.",
        subcommands: [List.self, Parked.self, Park.self, Retry.self, Skip.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show how each cloud is doing.")

        @Flag(help: "Show every station of a back office, those that are well among them.")
        var all = false

        @OptionGroup var connection: Connection

        func run() async throws {
            let status: StatusReport = try await connection.client.get("status")
            if connection.json { return try StandardStream.output.write(json: status.uplinks) }
            guard !status.uplinks.isEmpty else { return StandardStream.output.write("No cloud is configured.\n") }
            StandardStream.output.write(lines: UplinksText(status, showsAll: all, for: .standard).lines)
        }
    }

    struct Parked: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the records a cloud refused, with its reasons.")

        @Argument(help: "The name of the uplink.")
        var uplink: String

        @OptionGroup var connection: Connection

        func run() async throws {
            let parked: [ParkedReport] = try await connection.client.get(
                "uplinks/\(ControlClient.escaped(uplink))/parked")
            if connection.json { return try StandardStream.output.write(json: parked) }
            guard !parked.isEmpty else { return StandardStream.output.write("Nothing is parked at \(uplink).\n") }
            let status: StatusReport = try await connection.client.get("status")
            StandardStream.output.write(lines: UplinksText.parked(parked, now: status.now, for: .standard))
            StandardStream.output.write(
                "\nohmstead uplinks retry \(uplink) <record> sends one again; skip gives it up for this uplink.\n")
        }
    }

    struct Park: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Park the record an uplink is stuck at, so that the rest goes on.")

        @Argument(help: "The name of the uplink, office/CP1 for instance.")
        var uplink: String

        @OptionGroup var connection: Connection

        func run() async throws {
            let record: ParkedNumber = try await connection.client.send(
                "uplinks/\(ControlClient.escaped(uplink))/park")
            if connection.json { return try StandardStream.output.write(json: record) }
            StandardStream.output.write("Record \(record.seq) is parked at \(uplink) and waits for you there.\n")
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Send a refused record again.")

        @OptionGroup var record: ParkedRecord

        func run() async throws {
            try await record.decide("retry", "Record \(record.number) will be sent to \(record.uplink) again.")
        }
    }

    struct Skip: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a refused record up for this uplink. It stays in the journal.")

        @OptionGroup var record: ParkedRecord

        func run() async throws {
            try await record.decide("skip", "Record \(record.number) is given up for \(record.uplink).")
        }
    }
}

/// A record that a person decides about.
struct ParkedRecord: ParsableArguments {
    @Argument(help: "The name of the uplink.")
    var uplink: String

    @Argument(help: "The record, as ohmstead uplinks parked shows it.")
    var number: Int64

    @OptionGroup var connection: Connection

    func decide(_ decision: String, _ words: String) async throws {
        try await connection.client.post("uplinks/\(ControlClient.escaped(uplink))/parked/\(number)/\(decision)")
        StandardStream.output.write(connection.json ? "{\"\(decision)\":\(number)}\n" : words + "\n")
    }
}
