import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

/// Whatever a wallbox says and in whatever order, the books of a CSMS are those of the site.
@Suite struct Language16BooksTests {
    @Test(arguments: 0..<10)
    func `every session is in the books once, to the watt-hour`(_ batch: UInt64) throws {
        for seed in batch * 40..<(batch + 1) * 40 {
            let site = try RandomSite(seed: seed)
            var lane = TinyLane(site: site, random: RandomSite.Numbers(seed: seed &+ 1_000_000))
            try lane.run()
            let running = site.running.map { lane.memory[$0.transaction]?.phase }
            #expect(running.allSatisfy { $0 == nil || $0 == .open || $0 == .starting }, "seed \(seed)")
            let ended = lane.csms.books.values.filter { $0.stop != nil }
            #expect(ended.count == site.finals.count, "seed \(seed)")
            #expect(lane.csms.books.count - ended.count <= running.count, "seed \(seed)")
            for session in site.finals { check(session, lane, site, seed) }
        }
    }

    private func check(_ session: Session, _ lane: TinyLane, _ site: RandomSite, _ seed: UInt64) {
        let told = lane.memory[session.transaction]
        guard let number = told?.theirs, let book = lane.csms.books[number], let stop = book.stop else {
            Issue.record("seed \(seed): \(session.transaction) is not in the books")
            return
        }
        #expect(told?.phase == .ended)
        let difference = stop - book.start
        if lane.mismatches.contains(session.transaction) {
            // Told when everything was known, and something else was told of it afterwards.
            let isDisordered = site.isDisordered
            #expect(isDisordered, "seed \(seed)")
            #expect(difference != session.energy?.wattHours, "seed \(seed)")
        } else {
            #expect(difference == session.energy?.wattHours ?? 0, "seed \(seed)")
        }
        #expect(book.registers == book.registers.sorted(), "seed \(seed)")
        #expect(book.registers.allSatisfy { (book.start...stop).contains($0) }, "seed \(seed)")
    }
}

/// What a CSMS knows, as strictly as the standard has it.
private struct TinyCSMS {
    struct Book {
        var call: StartTransaction
        var start: Int64
        var stop: Int64?
        /// The registers of the meter, as they were told.
        var registers: [Int64] = []
    }

    var books: [String: Book] = [:]

    /// The same start told again is the same transaction. OCPP 1.6, section 3.7.1.
    mutating func take(_ call: StartTransaction) -> String {
        if let known = books.first(where: { $0.value.call == call }) { return known.key }
        let number = "\(1000 + books.count)"
        books[number] = Book(call: call, start: Int64(call.meterStart.text) ?? -1)
        return number
    }

    mutating func take(_ call: StopTransaction) {
        let number = "\(call.transactionId)"
        #expect(books[number] != nil && books[number]?.stop == nil)
        books[number]?.stop = Int64(call.meterStop.text)
    }

    mutating func take(_ call: MeterValues, isRegister: Bool) {
        guard let number = call.transactionId.map({ "\($0)" }) else { return }
        #expect(books[number] != nil && books[number]?.stop == nil)
        guard isRegister, let register = call.meterValue.first?.sampledValue.first else { return }
        books[number]?.registers.append(Int64(register.value) ?? -1)
    }
}

/// A lane without a socket: it keeps the memory as a real one does, loses answers, and may be far behind.
private struct TinyLane {
    let site: RandomSite
    var random: RandomSite.Numbers
    var memory = LaneMemory()
    var csms = TinyCSMS()
    var mismatches: Set<TransactionID> = []
    private let language = Language16()
    private let preset = Preset(name: "test")
    private var names: [String: TransactionID] = [:]

    init(site: RandomSite, random: RandomSite.Numbers) {
        self.site = site
        self.random = random
    }

    mutating func run() throws {
        let isBehind = Bool.random(using: &random)
        for (entry, event) in site.entries {
            var now = isBehind ? site.sites.count - 1 : event
            while try !deliver(entry, now) {
                now += 1
                try #require(now < site.sites.count, "a stop is never told")
            }
        }
    }

    /// `false` where the energy is not settled yet.
    private mutating func deliver(_ entry: Entry, _ now: Int) throws -> Bool {
        while true {
            let rendering = language.rendering(
                of: entry, session: session(of: entry, now), isLate: false, memory: memory, preset: preset)
            switch rendering {
            case .nothing: return true
            case .unsettled: return false
            case .mismatch:
                if case .sessionFinal(let session) = entry.fact { mismatches.insert(session.transaction) }
                return true
            case .messages(let messages):
                for message in messages { try send(message) }
                guard messages.contains(where: { if case .start = $0.purpose { true } else { false } }) else {
                    return true
                }
                #expect(messages.count == 1)
            }
        }
    }

    private mutating func send(_ message: OutgoingMessage) throws {
        // Values are many, and have tests of their own.
        if !(message.call is MeterValues) { try Stage16.inspect(message.call) }
        switch (message.purpose, message.call) {
        case (.start(var told), let call as StartTransaction):
            memory[told.id] = told
            let isLost = Int.random(in: 1...4, using: &random) == 1
            // It may have arrived although no answer came.
            if isLost, .random(using: &random) { return }
            let number = csms.take(call)
            if isLost { return }
            told.theirs = number
            told.phase = .open
            memory[told.id] = told
        case (.stop(let id, let energy), let call as StopTransaction):
            csms.take(call)
            memory[id]?.phase = .ended
            memory[id]?.toldEnergy = energy
        case (.progress(let id), let call as MeterValues):
            csms.take(call, isRegister: message.valueAt != nil)
            if let moment = message.valueAt { memory[id]?.lastValue = moment }
        case (.progress(let id), _): memory[id]?.chargingState = message.chargingState
        case (.other, _): break
        default: Issue.record("\(message.action) means something else")
        }
    }

    /// The session as it is known after that event.
    private mutating func session(of entry: Entry, _ now: Int) -> KnownSession? {
        let id: TransactionID? =
            switch entry.fact {
            case .transactionStarted(let started): note(started)
            case .meterReport(let report):
                report.telling.map { names[$0.name] } ?? TransactionID(report.transaction)
            case .transactionEnded(let ended): ended.id
            case .sessionFinal(let session): session.transaction
            case .reading: memory.open.count == 1 ? memory.open.first?.id : nil
            default: nil
            }
        guard let id else { return nil }
        if let draft = site.sites[now].stations["CP1"]?.draft(of: id) {
            return draft.settled.map { KnownSession($0, isSettled: true) }
                ?? KnownSession(draft.soFar, isSettled: false)
        }
        return site.finals.first { $0.transaction == id }.map { KnownSession($0, isSettled: true) }
    }

    private mutating func note(_ started: StartedTransaction) -> TransactionID {
        if let name = started.name { names[name] = started.id }
        return started.id
    }
}
