import Charging

/// One meter of a site in memory, read by hand, with a clock that can be set.
///
/// After every reading a second site folds what the first one decided, as a restart would, and both must agree.
struct MeterStream {
    private(set) var site: Site
    private(set) var recovered: Site
    private(set) var entries: [Entry] = []
    private let history = MemoryHistory()
    /// By the box's clock.
    var now: Timestamp
    private(set) var boot: BootID = "boot-1"
    private(set) var monotonic: Int64 = 0
    var trusted = true
    let meter: MeterID = "M"

    /// 2026-06-01T12:00:00Z, a quarter hour.
    static let noon = ISO8601("2026-06-01T12:00:00Z")!.timestamp

    init(_ rules: SiteRules = SiteRules(meterInterval: ["M": .seconds(10)]), from start: Timestamp = Self.noon) {
        site = Site(rules: rules, firstTransaction: TransactionID(100)!)
        recovered = site
        now = start
    }

    static func at(_ time: String) -> Timestamp { ISO8601("2026-06-01T\(time)Z")!.timestamp }

    /// Time passes, on the wall clock and on the monotonic one.
    mutating func wait(_ seconds: Int64) {
        now = now + .seconds(seconds)
        monotonic += seconds * 1_000_000
    }

    /// Time passes until the wall clock shows this.
    mutating func wait(until time: String) { wait((Self.at(time) - now).components.seconds) }

    /// Somebody sets the wall clock; no time passes.
    mutating func setClock(to moment: Timestamp, trusted: Bool = true) {
        now = moment
        self.trusted = trusted
    }

    mutating func restartBox(_ name: BootID = "boot-2") {
        boot = name
        monotonic = 0
    }

    @discardableResult
    mutating func apply(_ event: Event) throws -> Answer {
        let stamp = Stamp(at: now, boot: boot, monotonic: monotonic, trusted: trusted)
        let decision = try site.apply(event, at: stamp, history: history)
        for (subject, fact) in decision.facts {
            recovered.fold(fact, about: subject, at: stamp)
            entries.append(Entry(seq: Int64(entries.count) + 1, stamp: stamp, subject: subject, fact: fact))
        }
        return decision.answer
    }

    @discardableResult
    mutating func read(
        _ registers: [OBIS: ExactDecimal], serial: String? = "S1", at moment: Timestamp? = nil,
        change: (inout MeterReading) -> Void = { _ in }
    ) throws -> Answer {
        var reading = MeterReading(
            meter: meter, serialNumber: serial, at: moment ?? now,
            registers: registers.sorted { $0.key < $1.key }.map {
                RegisterValue(obis: $0.key, value: $0.value, unit: "Wh", raw: "")
            }, origin: .modbus)
        change(&reading)
        return try apply(.meter(reading))
    }

    @discardableResult
    mutating func read(_ wattHours: Int64, serial: String? = "S1", at moment: Timestamp? = nil) throws -> Answer {
        try read([.energyImport: ExactDecimal(wattHours)], serial: serial, at: moment)
    }

    /// The same value at several times, so that what is no glitch is believed.
    mutating func insist(_ wattHours: Int64, serial: String? = "S1") throws {
        for _ in 1...3 {
            try read(wattHours, serial: serial)
            wait(1)
        }
    }

    var isRecoverable: Bool { site == recovered }

    var judged: [JudgedReading] {
        entries.compactMap { if case .reading(let judged) = $0.fact { judged } else { nil } }
    }

    var judgements: [Judgement] { judged.map(\.judgement) }

    /// Every quarter hour that was decided, in the order of its decision.
    var decided: QuarterHours {
        var all = QuarterHours()
        for case .quarterHours(let decided) in entries.map(\.fact) {
            all.values += decided.values
            all.missing += decided.missing
        }
        return all
    }

    var gaps: [MeterGap] { entries.compactMap { if case .gap(let gap) = $0.fact { gap } else { nil } } }

    var silences: [MeterSilence] {
        entries.compactMap { if case .silent(let silence) = $0.fact { silence } else { nil } }
    }

    var segments: [RegisterSegment] { judged.flatMap { $0.begins ?? [] } }

    /// `12:15 measured 1000`, for each value and each range, import only.
    var lines: [String] {
        decided.values.filter { $0.register == .energyImport }
            .map { "\(time($0.at)) \($0.quality.rawValue) \($0.value)\($0.untrusted == true ? " untrusted" : "")" }
            + decided.missing.filter { $0.registers.contains(.energyImport) }
            .map { "\(time($0.first))-\(time($0.last)) \($0.reason.rawValue)" }
    }

    private func time(_ moment: Timestamp) -> String { String(moment.description.dropFirst(11).prefix(5)) }
}
