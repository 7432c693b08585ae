import ArgumentParser

struct Claim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a station in that waits for it.",
        discussion: "ohmstead status shows the stations that wait.")

    @Argument(help: "The id of the station.")
    var station: String

    @OptionGroup var connection: Connection

    func run() async throws {
        try await connection.client.post("stations/\(ControlClient.escaped(station))/claim")
        StandardStream.output.write(
            connection.json ? "{\"claimed\":true}\n" : "Station \(station) belongs to this site now.\n")
    }
}
