import ArgumentParser
import Console
import Gateway

struct Variables: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a station last told of its make and its settings.",
        discussion: "For fresh ones: ohmstead send <station> get-report")

    @Argument(help: "The id of the station.")
    var station: String

    @Argument(help: "Only those whose name begins so, LocalAuthListCtrlr for instance.")
    var prefix = ""

    @OptionGroup var connection: Connection

    func run() async throws {
        let variables: [VariableReport] = try await connection.client.get(
            "stations/\(ControlClient.escaped(station))/variables?prefix=\(ControlClient.escaped(prefix))")
        if connection.json { return try StandardStream.output.write(json: variables) }
        guard !variables.isEmpty else {
            return StandardStream.output.write(
                "Station \(station) has told nothing of that yet. To ask it: ohmstead send \(station) get-report\n")
        }
        let status: StatusReport = try await connection.client.get("status")
        StandardStream.output.write(lines: RecordText.variables(variables, now: status.now, for: .standard))
    }
}
