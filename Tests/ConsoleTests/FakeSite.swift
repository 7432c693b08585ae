import FoundationEssentials
import Gateway
import Journal
import Synchronization

@testable import Charging

/// A site of made-up stations, which remembers what was asked of it.
final class FakeSite: SiteControl {
    enum Asked: Hashable, Sendable {
        case command(Command, StationID)
        case claim(StationID)
        case park(UplinkName)
        case retry(Int64, UplinkName)
        case skip(Int64, UplinkName)
        case change([LocalListUpdate.Change])
        case push(StationID?)
        case reserve(ReservationWish)
        case cancel(Int, StationID)
        case pardon(String)
        case acknowledge(StationID)
        case meter(ReadingQuery)
    }

    private let state = Mutex<[Asked]>([])
    private let report: StatusReport
    private let answer: @Sendable (Command) throws(CommandError) -> CommandResult

    init(
        _ report: StatusReport = .sample,
        answer: @escaping @Sendable (Command) throws(CommandError) -> CommandResult = { _ in
            CommandResult(status: "Accepted")
        }
    ) {
        self.report = report
        self.answer = answer
    }

    var asked: [Asked] { state.withLock { $0 } }

    private func remember(_ asked: Asked) { state.withLock { $0.append(asked) } }

    func status() async -> StatusReport { report }

    func sessions(limit: Int, station: StationID?) async throws(ControlError) -> [Session] {
        Array(Session.samples.filter { station == nil || $0.station == station }.prefix(limit))
    }

    func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult {
        guard report.stations.contains(where: { $0.id == station && $0.online }) else { throw .notConnected }
        remember(.command(command, station))
        return try answer(command)
    }

    func claim(_ station: StationID) async throws(ControlError) {
        guard report.unclaimed.contains(where: { $0.id == station }) else { throw .unknownStation }
        remember(.claim(station))
    }

    func parked(at uplink: UplinkName) async throws(ControlError) -> [ParkedReport] {
        guard report.uplinks.contains(where: { $0.name == uplink }) else { throw .unknownUplink }
        return [
            ParkedReport(
                seq: 812, subject: "station/CP1", session: SessionReport(Session.samples[2]),
                reason: "The service refused it: energy is implausible.", since: report.now)
        ]
    }

    func park(at uplink: UplinkName) async throws(ControlError) -> Int64 {
        guard let known = report.uplinks.first(where: { $0.name == uplink }) else { throw .unknownUplink }
        guard known.state == .waiting else { throw .refused("\(uplink) is not stuck at anything.") }
        remember(.park(uplink))
        return 1041
    }

    func retry(_ seq: Int64, at uplink: UplinkName) async throws(ControlError) {
        guard seq == 812 else { throw .notParked }
        remember(.retry(seq, uplink))
    }

    func skip(_ seq: Int64, at uplink: UplinkName) async throws(ControlError) {
        guard seq == 812 else { throw .notParked }
        remember(.skip(seq, uplink))
    }
}

// What is done at the desks.
extension FakeSite {
    var now: Timestamp { report.now }

    func tags() async -> TagList { .sample }

    func change(_ changes: [LocalListUpdate.Change]) async throws(ControlError) -> Int {
        remember(.change(changes))
        return TagList.sample.version + changes.count
    }

    func pushList(to station: StationID?) async throws(ControlError) -> [ListPush] {
        guard station != "CP3" else { throw .refused("Station CP3 is not connected.") }
        remember(.push(station))
        return [ListPush(station ?? "CP1", .sent, version: 4, messages: 2)]
    }

    func reservations() async -> [Reservation] { [.sample] }

    func reserve(_ wish: ReservationWish) async throws(ControlError) -> Reservation {
        guard wish.evse != 2 else { throw .refused("That place is reserved already.") }
        remember(.reserve(wish))
        return .sample
    }

    func cancelReservation(_ id: Int, at station: StationID) async throws(ControlError) {
        remember(.cancel(id, station))
    }

    func variables(of station: StationID, prefix: String) async throws(ControlError) -> [VariableReport] {
        guard station == "CP1" else { throw .unknownStation }
        return VariableReport.samples.filter { $0.name.hasPrefix(prefix) }
    }

    func corrections(_ page: RecordPage) async throws(ControlError) -> [CorrectionReport] {
        Array([CorrectionReport.sample].prefix(page.limit))
    }
}

// Who is shut out, and what stations tell of their security.
extension FakeSite {
    func pardon(_ address: String) async throws(ControlError) {
        guard address == "192.168.1.66" else { throw .refused("The address \(address) is not banned.") }
        remember(.pardon(address))
    }

    func securityEvents(_ page: RecordPage) async throws(ControlError) -> [SecurityEventReport] {
        let samples = SecurityEventReport.samples.filter { page.station == nil || $0.station == page.station }
        return Array(samples.filter { $0.seq! < page.before ?? .max }.prefix(page.limit))
    }

    func acknowledge(_ station: StationID) async throws(ControlError) {
        guard station == "CP1" else { throw .refused("Station \(station) has raised no alarm.") }
        remember(.acknowledge(station))
    }
}

// What meters showed.
extension FakeSite {
    private func look(_ query: ReadingQuery) throws(ControlError) {
        guard report.meters.contains(where: { $0.id == query.meter }) else { throw .unknownMeter }
        remember(.meter(query))
    }

    func readings(_ query: ReadingQuery) async throws(ControlError) -> [ReadingReport] {
        try look(query)
        return ReadingReport.samples.suffix(query.limit)
    }

    func quarterHours(_ query: ReadingQuery) async throws(ControlError) -> QuarterHours {
        try look(query)
        return .sample
    }

    func segments(_ query: ReadingQuery) async throws(ControlError) -> [RegisterSegment] {
        try look(query)
        return RegisterSegment.samples
    }

    func gaps(_ query: ReadingQuery) async throws(ControlError) -> [MeterGap] {
        try look(query)
        return [.sample]
    }
}

extension SecurityEventReport {
    /// Newest first.
    static let samples: [SecurityEventReport] = [
        sample(70, "CP1", "TamperDetectionActivated", "cover opened", minutes: 5),
        sample(60, "CP2", "StartupOfTheDevice", nil, minutes: 60),
    ]

    private static func sample(
        _ seq: Int64, _ station: StationID, _ type: String, _ detail: String?, minutes: Int
    ) -> Self {
        let event = SecurityEvent(type: type, timestamp: .noon - .minutes(minutes), detail: detail)
        return SecurityEventReport(station, HeardSecurityEvent(event: event, at: .noon - .minutes(minutes)), seq: seq)
    }
}

extension Timestamp {
    static let noon = ISO8601("2026-04-14T12:00:00Z")!.timestamp
}

extension Session {
    /// One that runs, one that waits for the plug, and final ones, newest first.
    static let samples: [Session] = [
        sample("CP2", 5, from: 62, stopped: nil, out: nil, wattHours: 18_420),
        sample("carport", 4, from: 190, stopped: 44, out: nil, wattHours: 7_003, flags: [.derived, .plugTimesUnknown]),
        sample("CP1", 3, from: 400, stopped: 240, out: 235, wattHours: 31_250),
        sample("CP3", 2, from: 900, stopped: 830, out: 600, wattHours: 12_880, flags: [.clockSuspect]),
        sample("CP1", 1, from: 1600, stopped: 1500, out: 1490, wattHours: nil, flags: [.startUnknown]),
    ]

    /// Times are minutes before noon.
    private static func sample(
        _ station: StationID, _ transaction: Int64, from: Int, stopped: Int?, out: Int?, wattHours: Int64?,
        flags: Set<SessionFlag> = []
    ) -> Session {
        Session(
            station: station, evse: 1, transaction: TransactionID(transaction)!, tag: "04B0267AE05C80",
            pluggedIn: .noon - .minutes(from), started: .noon - .minutes(from - 1),
            stopped: stopped.map { .noon - .minutes($0) }, pluggedOut: out.map { .noon - .minutes($0) },
            stopReason: stopped == nil ? nil : "Local", energy: wattHours.map(Energy.init(wattHours:)),
            energySource: .meter, stationRegister: RegisterSpan(), meterSegments: [], flags: flags)
    }
}
