import ArgumentParser
import Console
import Gateway

struct Security: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what stations must prove, and change it.",
        subcommands: [Show.self, Raise.self, Accept.self, Pardon.self, SecurityEvents.self, Acknowledge.self],
        defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what each station must prove, what it does prove, and who was turned away.")

        @OptionGroup var connection: Connection

        func run() async throws {
            let report: SecurityReport = try await connection.client.get("security")
            if connection.json { return try StandardStream.output.write(json: report) }
            StandardStream.output.write(lines: SecurityText.lines(report, for: .standard))
        }
    }

    struct Raise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move a station to a higher security profile.",
            discussion: "Once it has come back that way, nothing less is accepted of it.")

        @OptionGroup var change: ProfileChange

        func run() async throws { try await change.ask("raise") }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept less of a station again, after it was replaced or reset.")

        @OptionGroup var change: ProfileChange

        func run() async throws { try await change.ask("accept") }
    }
}

struct ProfileChange: ParsableArguments {
    @Argument(help: "The id of the station.")
    var station: String

    @Option(help: "0: nothing is asked; 1: a password; 2: a password over TLS; 3: a client certificate.")
    var profile: Int

    @OptionGroup var connection: Connection

    func ask(_ change: String) async throws {
        let report: StepReport = try await connection.client.send(
            "stations/\(ControlClient.escaped(station))/profile/\(change)/\(profile)")
        try report.show(json: connection.json)
    }
}

extension StepReport {
    func show(json: Bool) throws {
        if json { return try StandardStream.output.write(json: self) }
        StandardStream.output.write(lines: (stationSaid.map { ["Station \(station) answered \($0)."] } ?? []) + next)
    }
}
