import StrictTOML

/// Everything an installer wrote into `ohmstead.toml`, and the defaults of what was left out.
///
/// One property a section, one file a section in `Sections/`. What `load(path:)` returns has passed every check in
/// `Checks/`, so whoever uses it need not doubt it again.
package struct Configuration: Sendable {
    package var site = SiteSection()
    package var storage = StorageSection()
    package var console = ConsoleSection()
    package var stations = StationsSection()
    package var listener: [ListenerSection] = []
    package var security = SecuritySection()
    package var station: [StationSection] = []
    package var muteStation: [MuteStationSection] = []
    package var modbusStation: [ModbusStationSection] = []
    package var bus: [BusSection] = []
    package var meter: [MeterSection] = []
    package var meters = MetersSection()
    package var authorization = AuthorizationSection()
    package var sessions = SessionsSection()
    package var chargereport: [ChargeReportSection] = []
    package var csms: [CSMSSection] = []
    package var webhook: [WebhookSection] = []
    /// What works but is probably not meant.
    package private(set) var warnings: [Problem] = []

    package init() {}

    /// Reads and checks the file; throws every problem at once if one of them is an error.
    package static func load(path: String) throws(ConfigurationProblems) -> Configuration {
        let text = try text(of: path)
        let document: TOMLDocument
        var configuration: Configuration
        do {
            document = try TOMLDocument(text, file: path)
            configuration = try document.decode(Configuration.self)
        } catch {
            throw ConfigurationProblems(error.all.map(Problem.init))
        }
        var findings = Findings(document)
        configuration.check(&findings)
        let problems = findings.problems.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
        guard problems.allSatisfy({ $0.severity == .warning }) else { throw ConfigurationProblems(problems) }
        configuration.warnings = problems
        return configuration
    }

    private static func text(of path: String) throws(ConfigurationProblems) -> String {
        do {
            return try BoundedFile(path: path).text(atMost: StrictTOML.longestText)
        } catch {
            let (message, hint) =
                switch error {
                case .missing: ("There is no such file.", "Name the configuration with --config.")
                case .unreadable: ("The file cannot be read.", "Run this as a user who may read it.")
                case .tooLong: ("The file is longer than a configuration can be.", "Is this the right file?")
                case .notText: ("The file is not UTF-8 text.", "Save it as UTF-8.")
                }
            throw ConfigurationProblems([Problem(severity: .error, file: path, message: message, hint: hint)])
        }
    }
}

extension Configuration: Decodable {
    private enum CodingKeys: String, CodingKey {
        case site, storage, console, stations, listener, security, station, bus, meter, meters, authorization, sessions,
            chargereport, csms, webhook
        case muteStation = "mute_station"
        case modbusStation = "modbus_station"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        site = try keys.decodeIfPresent(SiteSection.self, forKey: .site) ?? site
        storage = try keys.decodeIfPresent(StorageSection.self, forKey: .storage) ?? storage
        console = try keys.decodeIfPresent(ConsoleSection.self, forKey: .console) ?? console
        stations = try keys.decodeIfPresent(StationsSection.self, forKey: .stations) ?? stations
        listener = try keys.decodeIfPresent([ListenerSection].self, forKey: .listener) ?? listener
        security = try keys.decodeIfPresent(SecuritySection.self, forKey: .security) ?? security
        station = try keys.decodeIfPresent([StationSection].self, forKey: .station) ?? station
        muteStation = try keys.decodeIfPresent([MuteStationSection].self, forKey: .muteStation) ?? muteStation
        modbusStation = try keys.decodeIfPresent([ModbusStationSection].self, forKey: .modbusStation) ?? modbusStation
        bus = try keys.decodeIfPresent([BusSection].self, forKey: .bus) ?? bus
        meter = try keys.decodeIfPresent([MeterSection].self, forKey: .meter) ?? meter
        meters = try keys.decodeIfPresent(MetersSection.self, forKey: .meters) ?? meters
        authorization = try keys.decodeIfPresent(AuthorizationSection.self, forKey: .authorization) ?? authorization
        sessions = try keys.decodeIfPresent(SessionsSection.self, forKey: .sessions) ?? sessions
        chargereport = try keys.decodeIfPresent([ChargeReportSection].self, forKey: .chargereport) ?? chargereport
        csms = try keys.decodeIfPresent([CSMSSection].self, forKey: .csms) ?? csms
        webhook = try keys.decodeIfPresent([WebhookSection].self, forKey: .webhook) ?? webhook
    }
}
