import ArgumentParser
import Charging
import Console
import Gateway

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the site: stations, meters, clouds, and what needs attention.",
        discussion: "Ends with 1 when something needs a person.")

    @Flag(help: "Show also what each station speaks, where it connects from, and its firmware.")
    var details = false

    @OptionGroup var connection: Connection

    func run() async throws {
        let status: StatusReport = try await connection.client.get("status")
        if connection.json {
            try StandardStream.output.write(json: status)
        } else {
            StandardStream.output.write(StatusText(status, details: details, for: .standard).text)
        }
        if let worst = status.worst, worst > .notice { throw Failure(.refused) }
    }
}
