import Charging
import Simulator

/// Stations and meters that do plausible and implausible things by chance.
struct RandomSite {
    static let rules = SiteRules(
        meterOfStation: ["CP1": "M1", "mute": "M2"],
        mute: ["mute": MuteRules(startAfter: .seconds(20), stopAfter: .seconds(40))], finalAfter: .seconds(60))

    private var chance: SeededChance
    private var registers: [MeterID: Int64] = ["M1": 1000, "M2": 5000]
    private var power: [MeterID: Int64] = [:]
    private var transaction: Int64 = 3_369_370

    init(seed: UInt64) { chance = SeededChance(seed: seed) }

    /// Some seconds pass, and something happens.
    mutating func next(at wallClock: ManualWallClock) -> Event {
        wallClock.advance(by: .seconds(Int.random(in: 1...30, using: &chance)))
        let now = wallClock.now.at
        let station: StationID = Bool.random(using: &chance) ? "CP1" : "CP2"
        let evse = Int.random(in: 1...2, using: &chance)
        switch Int.random(in: 0..<15, using: &chance) {
        case 0, 1: return .station(station, .started(start(evse, now)))
        case 2, 3: return .station(station, .ended(end(now)))
        case 4: return .station(station, .metered(report(evse, now)))
        case 5, 6:
            let state = ConnectorState.allCases.randomElement(using: &chance)!
            return .station(station, .status(ConnectorStatus(evse: evse, state: state)))
        case 7: return .station(station, .booted(Boot(vendor: "V", model: "M", dialect: "ocpp1.6")))
        case 8: return .tick
        case 9, 10: return .settlement(tags())
        default: return .meter(reading(Bool.random(using: &chance) ? "M1" : "M2", now))
        }
    }

    /// What people and clouds say about a few tags; some of it is refused.
    private mutating func tags() -> Settlement {
        let tag = Tag("TAG\(Int.random(in: 1...5, using: &chance))")!
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: return .cacheCleared
        case 1...3:
            let status: Authorization = [.accepted, .blocked, .concurrentTransaction].randomElement(using: &chance)!
            return .learned(LearnedTag(tag: tag, answer: TagAnswer(status: status)))
        default:
            let kind: LocalListUpdate.Kind = Int.random(in: 0..<5, using: &chance) == 0 ? .full : .differential
            let isDeleting = kind == .differential && Bool.random(using: &chance)
            return .localList(
                LocalListUpdate(
                    version: Int.random(in: 1...100, using: &chance), kind: kind,
                    changes: [isDeleting ? .init(deleting: tag) : .init(TagRecord(tag: tag))]))
        }
    }

    private mutating func start(_ evse: Int, _ now: Timestamp) -> TransactionStart {
        TransactionStart(evse: evse, tag: "TAG", register: ExactDecimal(registers["M1"]!), timestamp: now)
    }

    /// Often of a transaction that runs, sometimes of one that never was.
    private mutating func end(_ now: Timestamp) -> TransactionEnd {
        let id = transaction + Int64.random(in: -2...8, using: &chance)
        if Bool.random(using: &chance) { transaction += 1 }
        return TransactionEnd(transaction: id, register: ExactDecimal(registers["M1"]!), timestamp: now)
    }

    private mutating func report(_ evse: Int, _ now: Timestamp) -> MeterReport {
        let value = SampledValue(value: String(registers["M1"]!), unit: "Wh")
        return MeterReport(
            evse: evse, transaction: transaction, values: [MeterValue(timestamp: now, sampledValues: [value])])
    }

    private mutating func reading(_ meter: MeterID, _ now: Timestamp) -> MeterReading {
        if Int.random(in: 0..<6, using: &chance) == 0 { power[meter] = Bool.random(using: &chance) ? 7000 : 0 }
        registers[meter]! += (power[meter] ?? 0) / 120
        let isGlitch = Int.random(in: 0..<15, using: &chance) == 0
        return MeterReading(
            meter: meter, serialNumber: "S", at: now,
            registers: [
                RegisterValue(
                    obis: .energyImport, value: ExactDecimal(isGlitch ? 0 : registers[meter]!), unit: "Wh", raw: "00"),
                RegisterValue(obis: .power, value: ExactDecimal(power[meter] ?? 0), unit: "W", raw: "00"),
            ])
    }
}
