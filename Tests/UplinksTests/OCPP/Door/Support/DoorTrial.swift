import OCPP
import SchemaSupport
import Simulator
import Testing
import Uplinks

@testable import Charging

/// A door with everything behind it, and what a CSMS hears there.
struct DoorTrial: Sendable {
    static let now = ManualWallClock().now.at
    static let transaction = TransactionID(501)!
    static let uuid = "6f1d2c3b-0000-4000-8000-000000000001"

    let control: DoorStation
    let map = DoorMap(names: ["77": transaction, uuid: transaction])
    let link: DoorLink
    let certificates = DoorCertificates()
    let clock = ManualClock()
    let door: any CloudDoor
    let dialect: Dialect

    init(
        _ dialect: Dialect, station: Site? = nil, controls: Bool = true, reachesSite: Bool = false,
        isAccepted: Bool = true, hasCertificates: Bool = true, variables: [DeviceVariable] = [],
        settings: LegSettings = LegSettings(), script: @escaping DoorStation.Script = DoorStation.willing
    ) throws {
        let site = try station ?? Self.site(speaks: dialect)
        self.dialect = dialect
        control = DoorStation(site, variables: variables, script: script)
        link = DoorLink(isAccepted: isAccepted)
        let keeper = Doorkeeper(
            origin: "cloud/CP1", station: "CP1", controls: controls, reachesSite: reachesSite, control: control,
            transactions: map, link: link, settings: settings, certificates: hasCertificates ? certificates : nil,
            wallClock: ManualWallClock(), clock: clock)
        door = dialect == .ocpp16 ? StationDoor16(keeper) : StationDoor201(keeper)
    }

    enum Answer: Sendable {
        case result(JSONValue)
        case error(CallError)

        var json: JSONValue? { if case .result(let json) = self { json } else { nil } }
        var error: CallError? { if case .error(let error) = self { error } else { nil } }
        var status: String? { json?["status"]?.text }
        /// The word of the answer, or the code of the error.
        var word: String? { status ?? error?.code.rawValue }
        var reason: String? { json?["statusInfo"]?["reasonCode"]?.text }
        var info: String? { json?["statusInfo"]?["additionalInfo"]?.text }
    }

    /// The answer, after what follows it is done.
    func ask(_ action: String, _ json: String = "{}") async throws -> Answer {
        guard case .call(_, _, let payload) = Frame(#"[2,"1","\#(action)",\#(json)]"#, dialect) else {
            throw CallError(.formationViolation, "The test's payload is none.")
        }
        switch await door.answer(action, payload, over: dialect) {
        case .error(let error): return .error(error)
        case .result(let message, let then):
            let written = try JSONValue(Rewriting.write(message, dialect))
            await then?()
            return .result(written)
        }
    }

    /// A station with two EVSEs, on the first of which somebody charges.
    static func site(
        speaks dialect: Dialect?, running: Bool = true, limit: CurrentLimit? = nil, profiles: [ChargingProfile] = []
    ) throws -> Site {
        var site = Site(rules: SiteRules(), firstTransaction: transaction)
        func tell(_ event: Event) throws {
            _ = try site.apply(event, at: ManualWallClock().now, history: NoPast())
        }
        let name = dialect?.rawValue ?? "modbus"
        try tell(.station("CP1", .booted(Boot(vendor: "V", model: "M", dialect: name))))
        for evse in [1, 2] {
            try tell(.station("CP1", .status(ConnectorStatus(evse: evse, state: .preparing, timestamp: now))))
        }
        if running {
            var start = TransactionStart(evse: 1, tag: "TAG1", register: ExactDecimal(1000), timestamp: now)
            if dialect == .ocpp201 || dialect == .ocpp21 {
                start.telling = Telling(name: "station-name", seqNo: 0, trigger: "Authorized", timestamp: now)
            }
            try tell(.station("CP1", .started(start)))
        }
        let accepted = CommandResult(status: "Accepted")
        for profile in profiles {
            let evse = profile.purpose == .txProfile ? 1 : 0
            try tell(
                .command(
                    CommandOutcome(
                        command: .setChargingProfile(profile, evse: evse), origin: "cloud/CP1", result: accepted), "CP1"
                ))
        }
        if let limit {
            try tell(.command(CommandOutcome(command: .limit(limit), origin: "site", result: accepted), "CP1"))
        }
        return site
    }

    static func certificate(_ serial: String) -> CertificateName {
        CertificateName(algorithm: "SHA256", issuerName: "aa", issuerKey: "bb", serialNumber: serial)
    }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue? { if case .object(let members) = self { members[name] } else { nil } }
    subscript(_ index: Int) -> JSONValue? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var count: Int { if case .array(let elements) = self { elements.count } else { 0 } }
}

/// A site without a past.
struct NoPast: History {
    func session(of transaction: TransactionID, at station: StationID) -> Session? { nil }
    func session(named name: String, at station: StationID) -> Session? { nil }
    func session(startedLike start: TransactionStart, at station: StationID) -> Session? { nil }
    func session(endedLike end: TransactionEnd, at station: StationID) -> Session? { nil }
    func mark(of meter: MeterID, atOrBefore moment: Timestamp) -> MeterMark? { nil }
    func mark(of meter: MeterID, atOrAfter moment: Timestamp) -> MeterMark? { nil }
}
