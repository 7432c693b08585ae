import ArgumentParser
import Charging
import Console

struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a command to a station and show what it answers.",
        usage: "ohmstead send <station> <command> …",
        discussion: """
            For example: ohmstead send CP1 remote-start --tag 04B0267AE05C80 --evse 1
            Ends with 1 when the station refuses.
            """)

    @Argument(help: "The id of the station.")
    var station: String

    @Argument(help: "What it is to do.")
    var command: CommandRequest.Name

    @OptionGroup(title: "What the command needs") var details: CommandDetails

    @OptionGroup var connection: Connection

    func validate() throws {
        do {
            _ = try details.request(command).validated()
        } catch {
            throw ValidationError(error.message)
        }
    }

    func run() async throws {
        let path = "stations/\(ControlClient.escaped(station))/commands"
        let result: CommandResult = try await connection.client.post(path, details.request(command))
        if connection.json {
            try StandardStream.output.write(json: result)
        } else {
            StandardStream.output.write(lines: CommandText(result, at: station, for: .standard).lines)
        }
        if !result.isAgreement { throw Failure(.refused) }
    }
}

extension CommandRequest.Name: ExpressibleByArgument {}

struct CommandDetails: ParsableArguments {
    @Option(help: "The tag to charge with: remote-start.")
    var tag: String?

    @Option(help: "The EVSE, 0 for the whole station: remote-start, unlock, availability, trigger.")
    var evse: Int?

    @Option(help: "The transaction to stop, as ohmstead sessions shows it: remote-stop.")
    var transaction: Int64?

    @Flag(help: "Restart at once instead of after the transactions: reset.")
    var hard = false

    @Flag(inversion: .prefixedNo, help: "Take it into service, or out of it: availability.")
    var operative: Bool?

    @Option(parsing: .upToNextOption, help: "Only these settings: get-configuration.")
    var keys: [String] = []

    @Option(help: "The setting to change: set-configuration.")
    var key: String?

    @Option(help: "What to set it to: set-configuration.")
    var value: String?

    @Option(help: "The message to ask for, BootNotification for instance (trigger), or the vendor's (data-transfer).")
    var message: String?

    @Option(help: "The vendor's name: data-transfer.")
    var vendor: String?

    @Option(help: "The vendor's data: data-transfer.")
    var data: String?

    func request(_ command: CommandRequest.Name) -> CommandRequest {
        var request = CommandRequest(command)
        request.tag = tag
        request.evse = evse
        request.transaction = transaction
        request.hard = hard
        request.operative = operative
        request.keys = keys
        request.key = key
        request.value = value
        request.message = message
        request.vendor = vendor
        request.data = data
        return request
    }
}
