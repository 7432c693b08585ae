import OCPP
import OCPP201
import SchemaSupport
import Testing
import Uplinks

@testable import Charging

/// Whatever happens at a site, and whenever it is told, the CSMS has every session once and to the watt-hour.
struct RandomJournals201Tests {
    @Test(arguments: 0..<20)
    func `a CSMS receives every session once, numbered, and with its energy`(_ decade: Int) throws {
        for seed in (decade * 20)..<(decade * 20 + 20) {
            let dialect: Dialect = seed.isMultiple(of: 2) ? .ocpp201 : .ocpp21
            var site = RandomSite201(seed: UInt64(seed))
            // The schemas take their time, so not every journal is held against them.
            var lane = Lane201(language: Language201(dialect, lane: "csms/CP1"), isChecked: seed % 20 == 0)
            for _ in 0..<60 {
                try site.happen()
                if site.dice.chance(1, in: 3) { try lane.run(&site) }
            }
            try site.finish()
            try lane.run(&site)
            #expect(lane.done == site.entries.count, "seed \(seed)")
            #expect(lane.mismatches == [], "seed \(seed)")
            #expect(lane.book.keys.count == site.finals.count, "seed \(seed)")
            for session in site.finals.values {
                lane.audit(session, "seed \(seed), transaction \(session.transaction)")
            }
        }
    }

    @Test(
        .enabled(if: SharedData.isPresent, "the published schemas are not here"), arguments: [Dialect.ocpp201, .ocpp21])
    func `what is told is held against the published schemas`(_ dialect: Dialect) {
        #expect(Scene201.schemas[dialect]?["TransactionEventRequest"] != nil)
    }
}

/// A lane to a CSMS that keeps a book of what it was told.
private struct Lane201 {
    let language: Language201
    private(set) var memory = LaneMemory()
    private let preset = Preset(name: "generic")
    /// Entries that are done with.
    private(set) var done = 0
    private(set) var mismatches: [String] = []
    /// What the CSMS was told, by its names of transactions.
    private(set) var book: [String: [TransactionEvent]] = [:]

    private let isChecked: Bool

    init(language: Language201, isChecked: Bool) {
        self.language = language
        self.isChecked = isChecked
    }

    /// Tells what there is, until an end has to wait.
    mutating func run(_ site: inout RandomSite201) throws {
        while done < site.entries.count, try tell(site.entries[done], &site) { done += 1 }
    }

    private mutating func tell(_ entry: Entry, _ site: inout RandomSite201) throws -> Bool {
        while true {
            let session = transaction(of: entry.fact, site).flatMap { site.session(of: $0) }
            let rendering = language.rendering(
                of: entry, session: session, isLate: done < site.entries.count - 5, memory: memory, preset: preset)
            switch rendering {
            case .nothing: return true
            case .unsettled: return false
            case .mismatch(let sentence):
                mismatches.append(sentence)
                return true
            case .messages(let messages):
                for message in messages { try send(message, isLost: site.dice.chance(1, in: 10)) }
                // A start is followed by what else the entry has to say.
                guard case .start? = messages.first?.purpose else { return true }
            }
        }
    }

    private func transaction(of fact: Fact, _ site: RandomSite201) -> TransactionID? {
        guard case .reading = fact else { return site.transaction(of: fact) }
        return memory.open.count == 1 ? memory.open[0].id : nil
    }

    private mutating func send(_ message: OutgoingMessage, isLost: Bool) throws {
        if isChecked { try Scene201.check(message.call, language.dialect) }
        if isLost, case .start(let transaction) = message.purpose {
            // It arrived, and the answer did not: it is told again.
            memory[transaction.id] = transaction
            if let event = message.call as? TransactionEvent { book[event.transactionInfo.transactionId] = [event] }
            return
        }
        memory.answered(message)
        guard let event = message.call as? TransactionEvent else { return }
        let name = event.transactionInfo.transactionId
        if event.eventType == .started, let first = book[name]?.first, first.eventType == .started {
            #expect(first.timestamp == event.timestamp)
            #expect(first.register(.transactionBegin) == event.register(.transactionBegin))
            #expect(first.seqNo == event.seqNo)
            #expect(book[name]?.count == 1)
            return
        }
        book[name, default: []].append(event)
    }

    func audit(_ session: Session, _ place: Comment) {
        let events = book[language.name(of: session.transaction)] ?? []
        #expect(events.map(\.seqNo) == Array(events.indices), place)
        #expect(events.map(\.eventType).filter { $0 != .updated } == [.started, .ended], place)
        #expect(events.first?.eventType == .started && events.last?.eventType == .ended, place)
        let begin = events.first?.register(.transactionBegin).flatMap { Int64($0) }
        let end = events.last?.register(.transactionEnd).flatMap { Int64($0) }
        #expect(end == session.energy.flatMap { energy in begin.map { $0 + energy.wattHours } }, place)
        #expect(events.last?.timestamp == session.stopped?.description, place)
        #expect(events.contains { $0.idToken != nil } == (session.tag != nil), place)
        if session.energySource == .meter {
            let registers = events.flatMap { $0.meterValue ?? [] }.flatMap(\.sampledValue)
                .filter { $0.measurand == .energyActiveImportRegister }.compactMap { Int64($0.value.text) }
            #expect(registers == registers.sorted(), place)
        }
        let states = events.compactMap(\.transactionInfo.chargingState)
        #expect(!zip(states, states.dropFirst()).contains { $0 == $1 }, place)
    }
}
