import ArgumentParser
import Console
import Gateway

/// Hears an address again that was banned.
struct Pardon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lift the ban of an address.",
        discussion:
            "Addresses that fail again and again are not heard for a while; ohmstead status --details names them.")

    @Argument(help: "The address, 192.168.1.20 for instance.")
    var address: String

    @OptionGroup var connection: Connection

    func run() async throws {
        try await connection.client.post("security/pardon/\(ControlClient.escaped(address))")
        if connection.json { return try StandardStream.output.write(json: ["pardoned": address]) }
        StandardStream.output.write("The address \(address) is heard again.\n")
    }
}

/// Lists what stations told of their security.
struct SecurityEvents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Show what stations told of their security, the newest first.")

    @Argument(help: "Only those of this station.")
    var station: String?

    @Option(help: "How many, at most 1000.")
    var limit = 50

    @Option(help: "Only those before the entry with this number.")
    var before: Int64?

    @OptionGroup var connection: Connection

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
        guard before.map({ $0 > 0 }) != false else { throw ValidationError("--before is the number of an entry.") }
    }

    func run() async throws {
        let page = ControlClient.page(of: station, before: before, limit: limit)
        let events: [SecurityEventReport] = try await connection.client.get("security/events?\(page)")
        if connection.json { return try StandardStream.output.write(json: events) }
        guard !events.isEmpty else {
            return StandardStream.output.write(
                before == nil
                    ? "No station has told anything of its security yet.\n" : "Nothing older is in the record.\n")
        }
        let status: StatusReport = try await connection.client.get("status")
        let more = events.count == limit ? events.last?.seq : nil
        StandardStream.output.write(
            lines: SecurityText.events(events, now: status.now, for: .standard) + RecordText.older(more))
    }
}

/// Notes that a person has looked after a station's alarm.
struct Acknowledge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say that you have looked after the alarm of a station.",
        discussion: "Its events stay in the record; the next alarm is told of again.")

    @Argument(help: "The id of the station.")
    var station: String

    @OptionGroup var connection: Connection

    func run() async throws {
        try await connection.client.post("stations/\(ControlClient.escaped(station))/acknowledge")
        if connection.json { return try StandardStream.output.write(json: ["acknowledged": station]) }
        StandardStream.output.write("Noted. The alarm of station \(station) is no longer shown.\n")
    }
}
