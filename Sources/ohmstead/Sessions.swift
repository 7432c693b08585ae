import ArgumentParser
import Charging
import Console
import Gateway

struct Sessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show sessions, the newest first.")

    @OptionGroup var connection: Connection

    @Option(help: "Only those of this station.")
    var station: String?

    @Option(help: "How many, at most 1000.")
    var limit = 20

    @Option(help: "With --corrections: only those before the entry with this number.")
    var before: Int64?

    @Flag(help: "Show what stations told of sessions after these were final, for a person to look at.")
    var corrections = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
        guard before == nil || corrections else { throw ValidationError("--before goes with --corrections.") }
        guard before.map({ $0 > 0 }) != false else { throw ValidationError("--before is the number of an entry.") }
    }

    func run() async throws {
        if corrections { return try await showCorrections() }
        let filter = station.map { "&station=\(ControlClient.escaped($0))" } ?? ""
        let sessions: [SessionReport] = try await connection.client.get("sessions?limit=\(limit)\(filter)")
        if connection.json {
            return try StandardStream.output.write(json: sessions)
        }
        guard !sessions.isEmpty else { return StandardStream.output.write("There is no session yet.\n") }
        // By the daemon's clock, which the sessions are told by.
        let status: StatusReport = try await connection.client.get("status")
        let lines = SessionsText(sessions, now: status.now, for: .standard).lines
        StandardStream.output.write(lines: lines)
    }

    private func showCorrections() async throws {
        let page = ControlClient.page(of: station, before: before, limit: limit)
        let corrections: [CorrectionReport] = try await connection.client.get("corrections?\(page)")
        if connection.json { return try StandardStream.output.write(json: corrections) }
        guard !corrections.isEmpty else {
            return StandardStream.output.write("No station has told anything of a session too late.\n")
        }
        let status: StatusReport = try await connection.client.get("status")
        let more = corrections.count == limit ? corrections.last?.seq : nil
        StandardStream.output.write(
            lines: RecordText.corrections(corrections, now: status.now, for: .standard) + RecordText.older(more))
    }
}
