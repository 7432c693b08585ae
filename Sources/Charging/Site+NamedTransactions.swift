// What the rules make of stations that name their transactions themselves and number what they say of them (OCPP 2.0.1,
// block E). Messages come late, twice and out of order; what they say of a transaction counts whenever it comes.
extension Site {
    mutating func decide(
        _ start: TransactionStart, _ telling: Telling, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> Answer {
        if let draft = stations[station]?.draft(named: telling.name) {
            let id = draft.session.transaction
            if draft.start == nil {
                try learn(start, telling, of: draft, station: station, at: stamp, history: history)
            }
            return .transaction(id)
        }
        if let session = try history.session(named: telling.name, at: station) {
            if session.flags.contains(.startUnknown) {
                conclude(
                    .correction(Correction(session.transaction, start: start)), about: .station(station), at: stamp)
            }
            return .transaction(session.transaction)
        }
        return .transaction(try begin(start, of: station, at: stamp, history: history))
    }

    mutating func decide(
        _ report: MeterReport, _ telling: Telling, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> Answer {
        if let draft = stations[station]?.draft(named: telling.name) {
            if draft.sequence?.contains(telling.seqNo) == true { return .duplicate }
        } else if let session = try history.session(named: telling.name, at: station) {
            conclude(.correction(Correction(session.transaction, report: report)), about: .station(station), at: stamp)
            return .recorded
        } else {
            try beginUnknown(telling, on: report.evse, report.values, of: station, at: stamp, history: history)
        }
        conclude(.meterReport(report), about: .station(station), at: stamp)
        if let tag = telling.tag {
            let transaction = stations[station]?.draft(named: telling.name)?.session.transaction
            useReservation(tag: tag, evse: report.evse, of: station, for: transaction, at: stamp)
        }
        return .recorded
    }

    mutating func decide(
        _ end: TransactionEnd, _ telling: Telling, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> Answer {
        if let draft = stations[station]?.draft(named: telling.name) {
            return try decide(end, of: draft, at: stamp, station: station, history: history)
        }
        if let session = try history.session(named: telling.name, at: station) {
            return decide(end, afterwards: session, at: stamp)
        }
        let evse = stations[station]?.onlyEVSE ?? 0
        try beginUnknown(telling, on: evse, end.values, of: station, at: stamp, history: history)
        guard let draft = stations[station]?.draft(named: telling.name) else { return .recorded }
        return try decide(end, of: draft, at: stamp, station: station, history: history)
    }

    /// The start of a transaction that is known already from a later message.
    private mutating func learn(
        _ start: TransactionStart, _ telling: Telling, of draft: SessionDraft, station: StationID, at stamp: Stamp,
        history: some History
    ) throws {
        let (moment, doubts) = believed(start.timestamp, zoneAssumed: start.zoneAssumed, at: stamp)
        let meter = try startMark(of: station, at: moment, history: history)
        let started = StartedTransaction(
            id: draft.session.transaction, name: telling.name, evse: draft.session.evse, at: moment, start: start,
            register: start.register, meter: meter, flags: doubts)
        conclude(.transactionStarted(started), about: .station(station), at: stamp)
    }

    /// A message about a transaction whose start has not come: the transaction is real all the same. Only a register
    /// that the station itself gives as that of the beginning is taken for one.
    private mutating func beginUnknown(
        _ telling: Telling, on evse: Int, _ values: [MeterValue], of station: StationID, at stamp: Stamp,
        history: some History
    ) throws {
        let begin = values.lazy.compactMap { $0.importRegister(atBegin: true) }.first
        let (moment, doubts) = believed(values.first?.timestamp ?? telling.timestamp, zoneAssumed: false, at: stamp)
        let meter = try begin == nil ? nil : startMark(of: station, at: moment, history: history)
        if evse > 0 { endUntold(on: evse, of: station, before: moment, at: stamp) }
        let started = StartedTransaction(
            id: freeTransaction(), name: telling.name, evse: evse, at: moment, start: nil, register: begin,
            meter: meter, flags: doubts.union([.startUnknown]))
        conclude(.transactionStarted(started), about: .station(station), at: stamp)
    }
}
