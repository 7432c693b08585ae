import Charging

/// A site of one wallbox that lives through a few sessions nobody chose, with its journal and what was known when.
struct RandomSite {
    enum Speech: CaseIterable { case ocpp16, ocpp201, mute }

    let speech: Speech
    /// The station tells something out of its order.
    private(set) var isDisordered = false
    private(set) var entries: [(entry: Entry, event: Int)] = []
    /// The site after each event.
    private(set) var sites: [Site] = []
    private var history = Memories()
    private var random: Numbers
    private var clock: Int64 = 0
    private var stationWattHours = ExactDecimal("81000.7")!
    private var meterWattHours = ExactDecimal("500000.4")!
    private let hasMeter: Bool
    private let meter: MeterID = "garage"
    private let station: StationID = "CP1"

    init(seed: UInt64) throws {
        random = Numbers(seed: seed)
        speech = Speech.allCases.randomElement(using: &random)!
        hasMeter = speech == .mute || .random(using: &random)
        var rules = SiteRules()
        if hasMeter { rules.meterOfStation = [station: meter] }
        if speech == .mute { rules.mute = [station: MuteRules()] }
        sites = [Site(rules: rules, firstTransaction: TransactionID(100)!)]
        for number in 1...Int.random(in: 1...3, using: &random) {
            try pass(minutes: 1...6, watts: 0)
            switch speech {
            case .ocpp16: try charge16()
            case .ocpp201: try charge201(number)
            case .mute: try pass(minutes: 10...30, watts: 7400)
            }
        }
        try pass(minutes: 7...8, watts: 0)
        clock += 3600
        try apply(.tick)
    }

    var finals: [Session] { history.sessions }
    /// Sessions whose end was never told.
    var running: [Session] { sites[sites.count - 1].stations[station]?.drafts.map(\.session) ?? [] }

    private var now: Timestamp { Timestamp(seconds: 1_780_000_000 + clock) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }

    private mutating func apply(_ event: Event) throws {
        let stamp = Stamp(at: now, boot: "boot", monotonic: clock * 1_000_000, trusted: true)
        var site = sites[sites.count - 1]
        let decision = try site.apply(event, at: stamp, history: history)
        guard !decision.facts.isEmpty else { return }
        for (subject, fact) in decision.facts {
            let entry = Entry(seq: Int64(entries.count + 1), stamp: stamp, subject: subject, fact: fact)
            entries.append((entry, sites.count))
            history.take(fact)
        }
        sites.append(site)
    }

    private mutating func say(_ event: StationEvent) throws { try apply(.station(station, event)) }

    /// Energy flows, and the meter is read meanwhile; now and then it is not.
    private mutating func pass(minutes: ClosedRange<Int>, watts: Int64) throws {
        let isRead = hasMeter && (speech == .mute || chance(90))
        for _ in 0..<Int.random(in: minutes, using: &random) {
            clock += 60
            // The two meters disagree, as meters do.
            let wattSeconds = ExactDecimal(digits: watts * 60 * 10_000 / 3600, scale: 4)!
            meterWattHours = meterWattHours.plus(wattSeconds)!
            stationWattHours = stationWattHours.plus(ExactDecimal(digits: wattSeconds.digits * 103, scale: 6)!)!
            if isRead { try read(watts: watts) }
        }
        try apply(.tick)
    }

    private mutating func read(watts: Int64) throws {
        let reading = MeterReading(
            meter: meter, serialNumber: "1", at: now,
            registers: [
                RegisterValue(obis: .energyImport, value: meterWattHours, unit: "Wh", raw: ""),
                RegisterValue(obis: .power, value: ExactDecimal(watts), unit: "W", raw: ""),
            ])
        try apply(.meter(reading))
    }

    private func sampled(_ context: String? = nil) -> [MeterValue] {
        [
            MeterValue(
                timestamp: now,
                sampledValues: [SampledValue(value: "\(stationWattHours)", context: context, unit: "Wh")])
        ]
    }

    private mutating func charge16() throws {
        try say(.status(ConnectorStatus(evse: 1, state: .preparing)))
        let start = TransactionStart(
            evse: 1, tag: chance(90) ? "TAG" : "", register: chance(90) ? stationWattHours : nil, timestamp: now)
        let isLost = chance(10)
        if !isLost { try say(.started(start)) }
        // The answer got lost.
        if !isLost, chance(20) { try say(.started(start)) }
        let id = sites[sites.count - 1].stations[station]?.evses[1]?.running.map {
            Int64($0.session.transaction.number)
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            try pass(minutes: 1...10, watts: 7400)
            try say(.metered(MeterReport(evse: 1, transaction: id ?? -1, values: sampled())))
        }
        try pass(minutes: 1...10, watts: 3700)
        let end = TransactionEnd(
            transaction: id ?? -1, tag: chance(50) ? "TAG" : nil, register: chance(90) ? stationWattHours : nil,
            timestamp: now, values: sampled("Transaction.End"))
        if chance(90) { try say(.ended(end)) }
        if chance(20) { try say(.ended(end)) }
        try pass(minutes: 0...5, watts: 0)
        if chance(80) { try say(.status(ConnectorStatus(evse: 1, state: .available))) }
    }

    private mutating func charge201(_ number: Int) throws {
        var messages: [StationEvent] = []
        var seqNo: Int64 = 0
        var tag: String? = "EMAID"
        func telling(_ trigger: String, _ state: String?, _ tag: String?) -> Telling {
            defer { seqNo += 1 }
            return Telling(
                name: "tx-\(number)", seqNo: seqNo, trigger: trigger, chargingState: state, tag: tag,
                authorization: tag == nil ? nil : .accepted, timestamp: now)
        }
        func take() -> String? {
            defer { tag = nil }
            return tag
        }
        let known = chance(50) ? take() : nil
        messages.append(
            .started(
                TransactionStart(
                    evse: chance(50) ? 1 : 0, tag: known, register: chance(50) ? stationWattHours : nil,
                    timestamp: now, telling: telling("CablePluggedIn", "EVConnected", known),
                    values: chance(50) ? sampled("Transaction.Begin") : nil)))
        for step in 0..<Int.random(in: 1...4, using: &random) {
            try deliver(&messages)
            try pass(minutes: 1...5, watts: step == 0 ? 0 : 7400)
            let values = sampled()
            messages.append(
                .metered(
                    MeterReport(
                        evse: 1, values: values,
                        telling: telling(
                            "ChargingStateChanged", step == 0 ? "EVConnected" : "Charging", chance(50) ? take() : nil)))
            )
        }
        try deliver(&messages)
        try pass(minutes: 1...5, watts: 3700)
        messages.append(
            .ended(
                TransactionEnd(
                    transaction: 0, register: chance(80) ? stationWattHours : nil, timestamp: now,
                    reason: "EVDisconnected", values: sampled("Transaction.End"),
                    telling: telling("EVDeparted", "Idle", nil))))
        if chance(25), messages.count > 1 {
            isDisordered = true
            messages.shuffle(using: &random)
        }
        for message in messages { try say(message) }
        try pass(minutes: 0...3, watts: 0)
        if chance(80) { try say(.status(ConnectorStatus(evse: 1, connector: 1, state: .available))) }
    }

    /// What there is to tell is told, or waits while the wallbox is away.
    private mutating func deliver(_ messages: inout [StationEvent]) throws {
        guard chance(70) else { return }
        if chance(10), messages.count > 1 {
            isDisordered = true
            messages.shuffle(using: &random)
        }
        for message in messages { try say(message) }
        messages = []
    }
}

/// What the journal would find.
private struct Memories: History {
    var sessions: [Session] = []
    var marks: [MeterMark] = []

    mutating func take(_ fact: Fact) {
        if case .sessionFinal(let session) = fact { sessions.append(session) }
        if case .reading(let judged) = fact, let mark = judged.mark { marks.append(mark) }
    }

    func session(of transaction: TransactionID, at station: StationID) -> Session? {
        sessions.first { $0.transaction == transaction }
    }
    func session(named name: String, at station: StationID) -> Session? { sessions.first { $0.name == name } }
    func session(startedLike start: TransactionStart, at station: StationID) -> Session? {
        sessions.first { $0.started == start.timestamp && $0.tag == start.tag }
    }
    func session(endedLike end: TransactionEnd, at station: StationID) -> Session? {
        sessions.first { $0.stopped == end.timestamp && $0.reportedTransaction == end.transaction }
    }
    func mark(of meter: MeterID, atOrBefore moment: Timestamp) -> MeterMark? { marks.last { $0.at <= moment } }
    func mark(of meter: MeterID, atOrAfter moment: Timestamp) -> MeterMark? { marks.first { $0.at >= moment } }
}

extension RandomSite {
    /// The same random numbers in every run, so that what fails fails again.
    struct Numbers: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }
}
