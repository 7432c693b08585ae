import Uplinks

@testable import Charging

/// A site with one wallbox, whose days are made up: the real rules decide what becomes of them, so the sessions are
/// what they would be.
struct RandomSite201 {
    private var site: Site
    private var history = ShortHistory201()
    private(set) var entries: [Entry] = []
    private(set) var finals: [TransactionID: Session] = [:]
    private var random: Dice201
    /// Seconds after the beginning.
    private(set) var clock: Int64 = 0
    private let isMetered: Bool
    private let speaks2: Bool
    private let evses: Int
    /// In tenths of a watt-hour.
    private var meter: Int64 = 543_217
    private var running: [Int: Running] = [:]
    private var begun = 0

    private struct Running {
        var id: Int64
        var name: String
        var seqNo: Int64 = 0
        var register: Int64
        var tag: String?
    }

    init(seed: UInt64) {
        random = Dice201(state: seed)
        isMetered = random.chance(2, in: 3)
        speaks2 = random.chance(1, in: 2)
        // Two that charge at once behind one meter count by their own registers.
        evses = 1 + random.below(2)
        site = Site(
            rules: SiteRules(meterOfStation: isMetered ? ["CP1": "M"] : [:]), firstTransaction: TransactionID(100)!)
    }

    var dice: Dice201 {
        get { random }
        set { random = newValue }
    }

    /// As it is known now.
    func session(of id: TransactionID) -> KnownSession? {
        if let final = finals[id] { return KnownSession(final, isSettled: true) }
        guard let draft = site.stations["CP1"]?.draft(of: id) else { return nil }
        return draft.settled.map { KnownSession($0, isSettled: true) } ?? KnownSession(draft.soFar, isSettled: false)
    }

    /// The transaction an entry is about.
    func transaction(of fact: Fact) -> TransactionID? {
        switch fact {
        case .transactionStarted(let started): started.id
        case .transactionEnded(let ended): ended.id
        case .sessionFinal(let session): session.transaction
        case .meterReport(let report):
            report.telling.map { telling in
                site.stations["CP1"]?.draft(named: telling.name)?.session.transaction
                    ?? finals.values.first { $0.name == telling.name }?.transaction
            } ?? TransactionID(report.transaction).flatMap { session(of: $0)?.session.transaction }
        default: nil
        }
    }

    /// Something happens.
    mutating func happen() throws {
        clock += Int64(random.below(240))
        let evse = 1 + random.below(evses)
        switch (random.below(7), running[evse]) {
        case (0, nil) where begun < 3, (1, nil) where begun < 3: try begin(on: evse)
        case (0, let run?): try end(run, on: evse)
        case (1...2, let run?): try sample(run, on: evse)
        case (3, _): try tell(.status(ConnectorStatus(evse: evse, state: random.pick(ConnectorState.allCases))))
        case (4, _): try apply(.tick)
        default: try read()
        }
    }

    /// Everything comes to its end.
    mutating func finish() throws {
        for (evse, run) in running.sorted(by: { $0.key < $1.key }) { try end(run, on: evse) }
        for _ in 0..<3 {
            clock += 700
            try read()
            try apply(.tick)
        }
    }

    private var now: Timestamp { Session.beginning + .seconds(clock) }

    private mutating func begin(on evse: Int) throws {
        begun += 1
        let tag: String? = random.chance(3, in: 4) ? "TAG\(begun)" : nil
        var run = Running(id: 0, name: "TX-\(begun)", register: Int64(random.below(5000)), tag: tag)
        let knows = random.chance(3, in: 4)
        let telling = Telling(
            name: run.name, seqNo: 0, trigger: "CablePluggedIn", chargingState: "EVConnected",
            tag: random.chance(1, in: 2) ? tag : nil, timestamp: now)
        run.seqNo = 1
        let register = speaks2 && !knows ? nil : ExactDecimal(digits: run.register * 10 + 4, scale: 1)
        let answer = try tell(
            .started(
                TransactionStart(
                    evse: evse, tag: speaks2 ? telling.tag : tag ?? "T16", register: register, timestamp: now,
                    telling: speaks2 ? telling : nil)))
        if case .transaction(let id) = answer { run.id = Int64(id.number) }
        running[evse] = run
    }

    private mutating func sample(_ run: Running, on evse: Int) throws {
        var run = run
        run.register += Int64(random.below(400))
        let telling = Telling(
            name: run.name, seqNo: run.seqNo, trigger: random.pick(["MeterValuePeriodic", "ChargingStateChanged"]),
            chargingState: random.pick(["Charging", "SuspendedEV", nil]), tag: random.chance(1, in: 2) ? run.tag : nil,
            timestamp: now)
        run.seqNo += 1
        running[evse] = run
        let value = SampledValue(value: "\(run.register).4", context: "Sample.Periodic", unit: "Wh")
        let power = SampledValue(value: "11.04", measurand: "Power.Active.Import", unit: "kW")
        var report = MeterReport(
            evse: evse, transaction: speaks2 ? nil : run.id,
            values: [MeterValue(timestamp: now, sampledValues: random.chance(2, in: 3) ? [value, power] : [power])])
        report.telling = speaks2 ? telling : nil
        try tell(.metered(report))
    }

    private mutating func end(_ run: Running, on evse: Int) throws {
        running[evse] = nil
        let telling = Telling(
            name: run.name, seqNo: run.seqNo, trigger: "EVDeparted", tag: random.chance(1, in: 3) ? run.tag : nil,
            timestamp: now)
        let register = random.chance(4, in: 5) ? ExactDecimal(digits: (run.register + 300) * 10 + 6, scale: 1) : nil
        try tell(
            .ended(
                TransactionEnd(
                    transaction: speaks2 ? 0 : run.id, tag: telling.tag, register: register, timestamp: now,
                    reason: random.pick(["Local", "Remote", "HardReset"]), telling: speaks2 ? telling : nil)))
        if random.chance(1, in: 2) { try tell(.status(ConnectorStatus(evse: evse, state: .available))) }
    }

    private mutating func read() throws {
        guard isMetered else { return }
        meter += Int64(random.below(5000))
        let value = RegisterValue(
            obis: .energyImport, value: ExactDecimal(digits: meter, scale: 1)!, unit: "Wh", raw: "")
        try apply(.meter(MeterReading(meter: "M", serialNumber: "S", at: now, registers: [value])))
    }

    @discardableResult
    private mutating func tell(_ event: StationEvent) throws -> Answer { try apply(.station("CP1", event)) }

    @discardableResult
    private mutating func apply(_ event: Event) throws -> Answer {
        let stamp = Stamp(at: now, boot: "b", monotonic: clock * 1_000_000, trusted: true)
        let decision = try site.apply(event, at: stamp, history: history)
        for (subject, fact) in decision.facts {
            entries.append(Entry(seq: Int64(entries.count + 1), stamp: stamp, subject: subject, fact: fact))
            history.write(fact)
            if case .sessionFinal(let session) = fact { finals[session.transaction] = session }
        }
        return decision.answer
    }
}

/// As much of a record as the rules ask for.
private struct ShortHistory201: History {
    private var finals: [Session] = []
    private var marks: [MeterMark] = []

    mutating func write(_ fact: Fact) {
        switch fact {
        case .sessionFinal(let session): finals.append(session)
        case .reading(let judged): judged.mark.map { marks.append($0) }
        default: break
        }
    }

    func session(of transaction: TransactionID, at station: StationID) -> Session? {
        finals.first { $0.transaction == transaction }
    }
    func session(named name: String, at station: StationID) -> Session? { finals.first { $0.name == name } }
    func session(startedLike start: TransactionStart, at station: StationID) -> Session? { nil }
    func session(endedLike end: TransactionEnd, at station: StationID) -> Session? { nil }
    func mark(of meter: MeterID, atOrBefore moment: Timestamp) -> MeterMark? { marks.last { $0.at <= moment } }
    func mark(of meter: MeterID, atOrAfter moment: Timestamp) -> MeterMark? { marks.first { $0.at >= moment } }
}

/// The same numbers for the same seed.
struct Dice201 {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func chance(_ wins: Int, in all: Int) -> Bool { below(all) < wins }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
