import Charging
import FoundationEssentials

/// A site with its record in memory and its clock in the hand of the test.
///
/// After every event it folds what was decided into a second site, as a restart would, and both must agree.
struct TestSite {
    private(set) var site: Site
    private(set) var recovered: Site
    private(set) var record = MemoryHistory()
    private(set) var facts: [Fact] = []
    /// Seconds after the site's beginning.
    var clock: Int64 = 0
    /// How far the box's clock was set back in all; the monotonic time knows nothing of it.
    private var setBack: Int64 = 0
    var trusted = true

    static let beginning = Timestamp(seconds: 1_780_000_000)
    let station: StationID = "CP1"

    init(rules: SiteRules = SiteRules()) {
        site = Site(rules: rules, firstTransaction: TransactionID(100)!)
        recovered = site
    }

    /// The gateway is gone, and starts again from what the journal keeps of the state.
    mutating func restart() throws {
        let kept = try JSONEncoder().encode(site.snapshot)
        var next = Site(rules: site.rules, firstTransaction: TransactionID(100)!)
        next.restore(try JSONDecoder().decode(SiteSnapshot.self, from: kept), at: recovered.seq)
        next.restore(site.settled.localList, site.settled.cache)
        site = next
        recovered = next
    }

    static func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: beginning.seconds + seconds) }

    var sessions: [Session] { record.sessions }
    var isRecoverable: Bool { site == recovered }

    @discardableResult
    mutating func apply(_ event: Event) throws -> Answer {
        let stamp = Stamp(
            at: Self.at(clock), boot: "boot", monotonic: (clock + setBack) * 1_000_000, trusted: trusted)
        let decision = try site.apply(event, at: stamp, history: record)
        for (subject, fact) in decision.facts {
            recovered.fold(fact, about: subject, at: stamp)
            record.write(fact)
            facts.append(fact)
        }
        return decision.answer
    }

    /// Somebody sets the box's clock; a negative number sets it forward.
    mutating func setClock(backBy seconds: Int64) {
        clock -= seconds
        setBack += seconds
    }

    /// The daemon restarts with another configuration and the same journal.
    mutating func restart(with rules: SiteRules) {
        let snapshot = site.snapshot
        site = Site(rules: rules, firstTransaction: TransactionID(100)!)
        site.restore(snapshot, at: recovered.seq)
        recovered = site
    }

    @discardableResult
    mutating func say(_ event: StationEvent) throws -> Answer { try apply(.station(station, event)) }

    /// The station tells it at once, with the right time.
    @discardableResult
    mutating func start(
        evse: Int = 1, tag: String = "TAG", register: Int64 = 1000, at seconds: Int64? = nil
    ) throws -> TransactionID {
        let start = TransactionStart(
            evse: evse, tag: tag, register: ExactDecimal(register), timestamp: Self.at(seconds ?? clock))
        guard case .transaction(let id) = try say(.started(start)) else { throw Surprise.noTransaction }
        return id
    }

    @discardableResult
    mutating func stop(_ transaction: Int64, register: Int64, at seconds: Int64? = nil) throws -> Answer {
        try say(
            .ended(
                TransactionEnd(
                    transaction: transaction, register: ExactDecimal(register), timestamp: Self.at(seconds ?? clock))))
    }

    mutating func status(_ state: ConnectorState, evse: Int = 1) throws {
        try say(.status(ConnectorStatus(evse: evse, state: state)))
    }

    mutating func sample(_ register: Int64, transaction: Int64?, evse: Int = 1, context: String? = nil) throws {
        let value = SampledValue(value: String(register), context: context)
        try say(
            .metered(
                MeterReport(
                    evse: evse, transaction: transaction,
                    values: [MeterValue(timestamp: Self.at(clock), sampledValues: [value])])))
    }

    mutating func read(_ meter: MeterID = "M", wattHours: Int64, watts: Int64? = 0, serial: String = "S1") throws {
        let power = watts.map { RegisterValue(obis: .power, value: ExactDecimal($0), unit: "W", raw: "") }
        try apply(
            .meter(
                MeterReading(
                    meter: meter, serialNumber: serial, at: Self.at(clock),
                    registers: [
                        RegisterValue(obis: .energyImport, value: ExactDecimal(wattHours), unit: "Wh", raw: "")
                    ] + [power].compactMap { $0 })))
    }

    enum Surprise: Error { case noTransaction }
}

struct MemoryHistory: History {
    private(set) var sessions: [Session] = []
    private var starts: [TransactionID: TransactionStart] = [:]
    private var marks: [MeterMark] = []

    mutating func write(_ fact: Fact) {
        switch fact {
        case .sessionFinal(let session): sessions.append(session)
        case .transactionStarted(let started): starts[started.id] = started.start
        case .reading(let judged): judged.mark.map { marks.append($0) }
        default: break
        }
    }

    func session(of transaction: TransactionID, at station: StationID) -> Session? {
        sessions.first { $0.transaction == transaction && $0.station == station }
    }

    func session(named name: String, at station: StationID) -> Session? {
        sessions.first { $0.name == name && $0.station == station }
    }

    func session(startedLike start: TransactionStart, at station: StationID) -> Session? {
        // By what the station told, as the journal does.
        sessions.first { session in
            guard session.station == station, let known = starts[session.transaction] else { return false }
            return known.evse == start.evse && known.timestamp == start.timestamp && known.register == start.register
                && known.tag?.lowercased() == start.tag?.lowercased()
        }
    }

    func session(endedLike end: TransactionEnd, at station: StationID) -> Session? {
        sessions.first {
            $0.station == station && $0.reportedTransaction == end.transaction && $0.stopped == end.timestamp
                && $0.stationRegister.stop == end.register
        }
    }

    func mark(of meter: MeterID, atOrBefore moment: Timestamp) -> MeterMark? {
        marks.last { $0.meter == meter && $0.at <= moment }
    }

    func mark(of meter: MeterID, atOrAfter moment: Timestamp) -> MeterMark? {
        marks.first { $0.meter == meter && $0.at >= moment }
    }
}
