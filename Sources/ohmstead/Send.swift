import ArgumentParser
import Charging
import Console
import FoundationEssentials

struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a command to a station and show what it answers.",
        usage: "ohmstead send <station> <command> …",
        discussion: """
            For example:
              ohmstead send CP1 remote-start --tag 04B0267AE05C80 --evse 1
              ohmstead send CP1 limit --amperes 10 --safe 6 --after 180
              ohmstead send CP1 set-charging-profile --amperes 8 --from 2026-12-01T17:00:00+01:00 --for 3h
              ohmstead send CP1 composite-schedule --evse 1 --for 24h
              ohmstead send CP1 call --action GetBaseReport --payload '{"requestId": 1, "reportBase": "FullInventory"}'
            A profile in a file is JSON, with its limits as texts:
              {"id": 1, "stackLevel": 0, "purpose": "TxDefaultProfile", "kind": "Absolute", "schedule":
                {"id": 0, "unit": "A", "periods": [{"startSeconds": 0, "limit": "10"}]}}
            Places are reserved with ohmstead reservations, and tags listed with ohmstead tags.
            Ends with 1 when the station refuses.
            """)

    @Argument(help: "The id of the station.")
    var station: String

    @Argument(help: "What it is to do.")
    var command: CommandRequest.Name

    @OptionGroup(title: "What the command needs") var details: CommandDetails

    @OptionGroup(title: "Limits and charging profiles") var charging: ChargingDetails

    @OptionGroup(title: "Firmware, logs, reports, certificates and messages") var files: FileDetails

    @OptionGroup var connection: Connection

    func validate() throws {
        do {
            // Which moment it is makes no difference to what is missing.
            _ = try request().validated(at: Timestamp(seconds: 0))
        } catch let error as APIFailure {
            throw ValidationError([error.message, error.remedy].compactMap(\.self).joined(separator: " "))
        }
    }

    func run() async throws {
        let path = "stations/\(ControlClient.escaped(station))/commands"
        let result: CommandResult = try await connection.client.post(path, try request())
        if connection.json {
            try StandardStream.output.write(json: result)
        } else {
            StandardStream.output.write(lines: CommandText(result, at: station, for: .standard).lines)
        }
        if !result.isAgreement, result.isVerdict { throw Failure(.refused) }
    }

    private func request() throws -> CommandRequest {
        var request = CommandRequest(command)
        details.fill(&request)
        try charging.fill(&request)
        try files.fill(&request)
        return request
    }
}

extension CommandRequest.Name: ExpressibleByArgument {}

extension CommandResult {
    /// The status says yes or no; where there was only something to look up, it may say neither.
    fileprivate var isVerdict: Bool { listVersion == nil }
}

struct CommandDetails: ParsableArguments {
    @Option(help: "The tag to charge with: remote-start.")
    var tag: String?

    @Option(
        help: "The EVSE, 0 for the whole station: remote-start, unlock, availability, trigger, limits and profiles.")
    var evse: Int?

    @Option(help: "The transaction, as ohmstead sessions shows it: remote-stop, set-charging-profile.")
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

    func fill(_ request: inout CommandRequest) {
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
    }
}

struct ChargingDetails: ParsableArguments {
    @Option(help: "The most on each phase, in A: limit, set-charging-profile, remote-start.")
    var amperes: ExactDecimal?

    @Option(help: "What it falls back to once it hears no more, in A: limit.")
    var safe: ExactDecimal?

    @Option(help: "After how long it falls back, 180s for instance: limit.")
    var after: Span?

    @Option(
        help: "From when, 2026-12-01T17:00:00+01:00 for instance: set-charging-profile, get-log; and update-firmware.")
    var from: Moment?

    @Option(help: "Until when: set-charging-profile, get-log.")
    var until: Moment?

    @Option(
        name: .customLong("for"), help: "For how long, 90s, 15m, 2h or 7d: set-charging-profile, composite-schedule.")
    var span: Span?

    @Option(help: "A or W: composite-schedule.")
    var unit: RateUnit?

    @Option(help: "Whom the profile is for: set-charging-profile, get- and clear-charging-profiles.")
    var purpose: PurposeWord?

    @Option(help: "The profile's number: set-charging-profile, get- and clear-charging-profiles.")
    var profileId: Int?

    @Option(help: "Of two profiles the one on the higher level counts: set-, get- and clear-charging-profiles.")
    var level: Int?

    @Option(help: "A file with the whole profile: set-charging-profile, remote-start.", completion: .file())
    var profile: String?

    func fill(_ request: inout CommandRequest) throws {
        request.amperes = amperes
        request.safe = safe
        request.seconds = (after ?? span)?.seconds
        request.from = from?.timestamp
        request.until = until?.timestamp
        request.unit = unit
        request.purpose = purpose?.purpose
        request.profileID = profileId
        request.level = level
        guard let profile else { return }
        let text = try NamedFile(path: profile).text(atMost: 48 * 1024)
        do {
            request.profile = try JSONDecoder().decode(ChargingProfile.self, from: Data(text.utf8))
        } catch {
            throw ValidationError("\(profile) is no charging profile; see ohmstead help send for its form.\n\(error)")
        }
    }
}

struct FileDetails: ParsableArguments {
    @Option(help: "Where the station finds the firmware or brings the log, a URL: update-firmware, get-log.")
    var location: String?

    @Option(help: "When it is to be installed: update-firmware.")
    var install: Moment?

    @Option(help: "The signature over the firmware, in Base64: update-firmware.")
    var signature: String?

    @Option(help: "A file in PEM: install-certificate, and update-firmware with a signature.", completion: .file())
    var certificate: String?

    @Option(help: "How often it tries again: update-firmware, get-log.")
    var retries: Int?

    @Option(help: "The pause between two tries: update-firmware, get-log.")
    var retryAfter: Span?

    @Option(help: "Which log: get-log.")
    var log: LogWord?

    @Option(help: "How much it is to tell: get-report.")
    var report: ReportWord?

    @Option(help: "What the certificate is for: install-certificate, list-certificates.")
    var use: CertificateUse?

    @Option(help: "The certificate, as list-certificates shows it: delete-certificate.")
    var name: CertificateName?

    @Option(help: "The message's name in OCPP: call.")
    var action: String?

    @Option(help: "Its payload in JSON: call.")
    var payload: String?

    func fill(_ request: inout CommandRequest) throws {
        request.location = location
        request.installAt = install?.timestamp
        request.signature = signature
        request.retries = retries
        request.retrySeconds = retryAfter?.seconds
        request.log = log?.kind
        request.report = report?.kind
        request.use = use
        request.name = name
        request.action = action
        request.payload = payload
        if let certificate { request.certificate = try NamedFile(path: certificate).text(atMost: 16 * 1024) }
    }
}
