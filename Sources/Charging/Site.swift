/// The site's state: everything the rules remember between two events.
///
/// `apply` decides and `fold` remembers. Every decision is a list of facts, and the site learns of its own decisions
/// by folding them like anybody else's; so a restarted site that folds the entries since the last snapshot knows
/// exactly what the running one knew, and nothing is ever decided twice.
package struct Site: Sendable {
    package let rules: SiteRules
    package internal(set) var stations: [StationID: StationLedger] = [:]
    package internal(set) var meters: [MeterID: MeterLedger] = [:]
    /// Stations that a person let in while the gateway ran.
    package internal(set) var claimed: Set<StationID> = []
    /// What people and clouds settled for the site.
    package internal(set) var settled = Settled()
    /// The number of the last entry it remembers, by which facts refer to entries: every entry is one fact.
    package private(set) var seq: Int64 = 0
    /// The id the next transaction gets.
    private(set) var nextTransaction: TransactionID
    /// What the event at hand has led to so far.
    private var decided: [(subject: Subject, fact: Fact)] = []

    package init(rules: SiteRules, firstTransaction: TransactionID) {
        self.rules = rules
        nextTransaction = firstTransaction
    }

    package struct Decision {
        package var facts: [(subject: Subject, fact: Fact)]
        package var answer: Answer
    }

    /// What follows from the event. The site remembers it already when this returns.
    ///
    /// The history is asked before anything is decided, so when it throws the site is as it was.
    package mutating func apply(_ event: Event, at stamp: Stamp, history: some History) throws -> Decision {
        let answer = try decide(event, at: stamp, history: history)
        defer { decided.removeAll(keepingCapacity: true) }
        return Decision(facts: decided, answer: answer)
    }

    /// Writes a fact down and remembers it.
    mutating func conclude(_ fact: Fact, about subject: Subject, at stamp: Stamp) {
        decided.append((subject, fact))
        fold(fact, about: subject, at: stamp)
    }

    private mutating func decide(_ event: Event, at stamp: Stamp, history: some History) throws -> Answer {
        switch event {
        case .station(let station, let event):
            let answer = try decide(event, of: station, at: stamp, history: history)
            finishSessions(of: station, at: stamp)
            return answer
        case .meter(let reading): return decide(reading, at: stamp)
        case .missed(let missed): return decide(missed, at: stamp)
        case .command(let outcome, let station):
            conclude(.command(outcome), about: .station(station), at: stamp)
            return .recorded
        case .claim(let station, let claim):
            guard !claimed.contains(station) else { return .duplicate }
            conclude(.claimed(claim), about: .station(station), at: stamp)
            return .recorded
        case .settlement(let settlement):
            return decide(settlement, at: stamp)
        case .tick:
            endOverdueReservations(at: stamp)
            lookForSilentMeters(at: stamp)
            for (station, ledger) in stations where ledger.hasEnded {
                finishSessions(of: station, at: stamp)
            }
            return .recorded
        }
    }

    /// An id that no transaction in progress has.
    func freeTransaction() -> TransactionID {
        var candidate = nextTransaction
        while stations.values.contains(where: { $0.draft(of: candidate) != nil }) { candidate = candidate.next }
        return candidate
    }

    mutating func used(_ transaction: TransactionID) { nextTransaction = transaction.next }

    mutating func countEntry() { seq += 1 }

    /// The entries up to that number say nothing that is to be remembered here.
    package mutating func pass(to number: Int64) { seq = number }
}

/// The site's state as the journal stores it, so that a restart need not fold from the beginning. It lacks the tags.
package struct SiteSnapshot: Codable, Sendable {
    var stations: [StationID: StationLedger]
    var meters: [MeterID: MeterLedger]
    var claimed: Set<StationID>
    var settled: Settled
    var nextTransaction: TransactionID
}

extension SiteSnapshot {
    /// The same in pieces of so many stations and so many meters at most, never none. What is said once stands in the
    /// first.
    package func pieces(of count: Int) -> [SiteSnapshot] {
        var pieces = [self]
        pieces[0].stations = [:]
        pieces[0].meters = [:]
        let blank = SiteSnapshot(
            stations: [:], meters: [:], claimed: [], settled: Settled(), nextTransaction: nextTransaction)
        func piece(_ index: Int) -> Int {
            if index / count == pieces.count { pieces.append(blank) }
            return index / count
        }
        for (index, (id, ledger)) in stations.enumerated() { pieces[piece(index)].stations[id] = ledger }
        for (index, (id, ledger)) in meters.enumerated() { pieces[piece(index)].meters[id] = ledger }
        return pieces
    }

    /// Takes in the stations and meters of a further piece.
    package mutating func add(_ piece: SiteSnapshot) {
        stations.merge(piece.stations) { $1 }
        meters.merge(piece.meters) { $1 }
    }
}

extension Site {
    package var snapshot: SiteSnapshot {
        SiteSnapshot(
            stations: stations, meters: meters, claimed: claimed, settled: settled, nextTransaction: nextTransaction)
    }

    /// The snapshot was taken after the entry of that number.
    package mutating func restore(_ snapshot: SiteSnapshot, at seq: Int64) {
        self.seq = seq
        stations = snapshot.stations
        meters = snapshot.meters
        claimed = snapshot.claimed
        settled = snapshot.settled
        nextTransaction = snapshot.nextTransaction
    }

    /// Takes in the tags as they are after the last entry.
    package mutating func restore(_ list: LocalList, _ cache: AuthorizationCache) {
        settled.localList = list
        settled.cache = cache
    }
}

extension Site: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.rules == right.rules && left.stations == right.stations && left.meters == right.meters
            && left.claimed == right.claimed && left.settled == right.settled
            && left.nextTransaction == right.nextTransaction && left.seq == right.seq
    }
}
