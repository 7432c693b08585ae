// What the rules make of what stations say.
extension Site {
    mutating func decide(
        _ event: StationEvent, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> Answer {
        guard (stations[station] ?? StationLedger()).hasRoom(for: event, at: stamp.at) else { return .skipped }
        switch event {
        case .booted(let boot): conclude(.booted(boot), about: .station(station), at: stamp)
        case .transferred(let transfer): conclude(.dataTransfer(transfer), about: .station(station), at: stamp)
        case .status(let status): return decide(status, of: station, at: stamp)
        case .metered(let report): return try decide(report, of: station, at: stamp, history: history)
        case .started(let start): return try decide(start, of: station, at: stamp, history: history)
        case .ended(let end): return try decide(end, of: station, at: stamp, history: history)
        case .security(let event): conclude(.security(event), about: .station(station), at: stamp)
        case .variables(let report): conclude(.variables(report), about: .station(station), at: stamp)
        case .notice(let notice): conclude(.notice(notice), about: .station(station), at: stamp)
        }
        return .recorded
    }

    /// A state told again is no news, and many stations repeat it with every reconnection; unless a session waits for
    /// it.
    private mutating func decide(_ status: ConnectorStatus, of station: StationID, at stamp: Stamp) -> Answer {
        if let evse = stations[station]?.evses[status.evse], var known = evse.status, evse.drafts.isEmpty {
            known.timestamp = status.timestamp
            if known == status { return .duplicate }
        }
        conclude(.status(status), about: .station(station), at: stamp)
        releaseReservations(status, of: station, at: stamp)
        return .recorded
    }

    private mutating func decide(
        _ report: MeterReport, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> Answer {
        if let telling = report.telling {
            return try decide(report, telling, of: station, at: stamp, history: history)
        }
        if stations[station]?.recentReports.contains(report) == true { return .duplicate }
        conclude(.meterReport(report), about: .station(station), at: stamp)
        return .recorded
    }

    private mutating func decide(
        _ start: TransactionStart, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> Answer {
        if let telling = start.telling {
            return try decide(start, telling, of: station, at: stamp, history: history)
        }
        if let known = try known(start, of: station, history: history) { return .transaction(known) }
        return .transaction(try begin(start, of: station, at: stamp, history: history))
    }

    /// A transaction nobody told of before.
    mutating func begin(
        _ start: TransactionStart, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> TransactionID {
        let (moment, doubts) = believed(
            start.timestamp, zoneAssumed: start.zoneAssumed, ahead: start.clockAheadSeconds, at: stamp)
        let meter = try startMark(of: station, at: moment, history: history)
        endUntold(on: start.evse, of: station, before: moment, at: stamp)
        var flags = doubts
        if start.authorization != .accepted { flags.insert(.unauthorized) }
        let started = StartedTransaction(
            id: freeTransaction(), name: start.telling?.name, evse: start.evse, at: moment, start: start,
            register: start.register, meter: meter, flags: flags)
        conclude(.transactionStarted(started), about: .station(station), at: stamp)
        useReservation(
            tag: start.tag, evse: start.evse, of: station, named: start.reservation, for: started.id, at: stamp)
        return started.id
    }

    /// The transaction this start belongs to, if it was told before: the answer to it got lost.
    private func known(_ start: TransactionStart, of station: StationID, history: some History) throws -> TransactionID?
    {
        // A clock that was never set gives every session the same time; then only one in progress can be the same.
        let isDated = start.timestamp >= Plausible.earliest
        let draft = stations[station]?.evses[start.evse]?.drafts.last { draft in
            draft.start?.isSame(as: start) == true && (isDated || draft.isRunning)
        }
        if let draft { return draft.session.transaction }
        guard isDated else { return nil }
        return try history.session(startedLike: start, at: station)?.transaction
    }

    /// A new start where a transaction still runs: its stop will never be told.
    mutating func endUntold(on evse: Int, of station: StationID, before moment: Timestamp, at stamp: Stamp) {
        guard let draft = stations[station]?.evses[evse]?.running else { return }
        let last = draft.lastSample
        let ended = EndedTransaction(
            id: draft.session.transaction, evse: evse, at: min(last?.at ?? draft.session.started, moment), end: nil,
            register: last?.register, meter: draft.session.meterSegments.last?.stop, flags: [.stopUnknown])
        conclude(.transactionEnded(ended), about: .station(station), at: stamp)
    }

    private mutating func decide(
        _ end: TransactionEnd, of station: StationID, at stamp: Stamp, history: some History
    ) throws -> Answer {
        if let telling = end.telling { return try decide(end, telling, of: station, at: stamp, history: history) }
        let id = TransactionID(end.transaction)
        if let draft = id.flatMap({ stations[station]?.draft(of: $0) }) {
            return try decide(end, of: draft, at: stamp, station: station, history: history)
        }
        if let session = try id.flatMap({ try history.session(of: $0, at: station) }) {
            return decide(end, afterwards: session, at: stamp)
        }
        if try isKnownOrphan(end, of: station, history: history) { return .duplicate }
        if id == nil, let draft = onlyFitting(end, of: station) {
            try conclude(
                end, of: draft.session, flags: [.matchedWithoutID], at: stamp, station: station, history: history)
            return .recorded
        }
        try decideOrphan(end, of: station, at: stamp, history: history)
        return .recorded
    }

    /// An end that was only concluded so far is put right by the one that is told.
    mutating func decide(
        _ end: TransactionEnd, of draft: SessionDraft, at stamp: Stamp, station: StationID, history: some History
    ) throws -> Answer {
        guard draft.isRunning || draft.waitsForItsEnd else { return .duplicate }
        try conclude(end, of: draft.session, at: stamp, station: station, history: history)
        return .recorded
    }

    /// A final session never changes. What is told of one whose end was only concluded is kept beside it.
    mutating func decide(_ end: TransactionEnd, afterwards session: Session, at stamp: Stamp) -> Answer {
        guard session.flags.contains(.stopUnknown) else { return .duplicate }
        conclude(.correction(Correction(session.transaction, end: end)), about: .station(session.station), at: stamp)
        return .recorded
    }

    mutating func conclude(
        _ end: TransactionEnd, of session: Session, flags: Set<SessionFlag> = [], at stamp: Stamp, station: StationID,
        history: some History
    ) throws {
        let (moment, doubts) = believed(
            end.timestamp, zoneAssumed: end.zoneAssumed, ahead: end.clockAheadSeconds, at: stamp)
        let draft = stations[station]?.draft(of: session.transaction)
        let next = stations[station]?.evses[session.evse]?.drafts.first { $0.session.transaction > session.transaction }
        let started = draft?.started(by: stamp)
        let stopped = max(min(moment, next?.session.started ?? moment), started ?? session.started)
        let meter = try rules.meter(of: station).flatMap { try mark(of: $0, atOrAfter: stopped, history: history) }
        var flags = flags.union(doubts)
        if end.register == nil { flags.insert(.stopUnknown) }
        if end.unitSuspect == true { flags.insert(.unitSuspect) }
        let ended = EndedTransaction(
            id: session.transaction, evse: session.evse, at: stopped, started: started, end: end,
            register: end.register ?? draft?.lastSample?.register, meter: meter, flags: flags)
        conclude(.transactionEnded(ended), about: .station(station), at: stamp)
    }

    private func isKnownOrphan(_ end: TransactionEnd, of station: StationID, history: some History) throws -> Bool {
        if stations[station]?.drafts.contains(where: { $0.wasEnded(by: end) }) == true { return true }
        return try history.session(endedLike: end, at: station) != nil
    }

    /// The one transaction a stop without a usable id can mean: the only one that runs, on a station that has only
    /// one EVSE, with nothing that speaks against it.
    private func onlyFitting(_ end: TransactionEnd, of station: StationID) -> SessionDraft? {
        guard let ledger = stations[station], let evse = ledger.onlyEVSE, let draft = ledger.evses[evse]?.running,
            let start = draft.start, start.telling == nil, let stop = end.register, let begin = start.register,
            stop >= begin, end.timestamp >= start.timestamp,
            end.tag == nil || end.tag?.lowercased() == start.tag?.lowercased()
        else { return nil }
        return draft
    }

    /// A stop whose start never arrived. The start stays unknown; only a register that the station itself gave as
    /// that of the beginning is taken for one, and never 0.
    private mutating func decideOrphan(
        _ end: TransactionEnd, of station: StationID, at stamp: Stamp, history: some History
    ) throws {
        let orphans = (stations[station]?.orphans ?? [:]).filter { $0.value.transaction == end.transaction }
        let evse = orphans.count == 1 ? orphans.keys.first! : stations[station]?.onlyEVSE ?? 0
        let orphan = orphans[evse]
        let begin = orphan?.beginRegister ?? end.values.lazy.compactMap { $0.importRegister(atBegin: true) }.first
        let told = orphan?.firstAt ?? end.values.first?.timestamp ?? end.timestamp
        let (moment, doubts) = believed(
            told, zoneAssumed: end.zoneAssumed, ahead: end.clockAheadSeconds, at: stamp)
        let (stopped, _) = believed(
            end.timestamp, zoneAssumed: end.zoneAssumed, ahead: end.clockAheadSeconds, at: stamp)
        let meter = rules.meter(of: station)
        let marks = (
            start: try begin == nil ? nil : startMark(of: station, at: moment, history: history),
            stop: try meter.flatMap { try mark(of: $0, atOrAfter: stopped, history: history) }
        )
        let started = StartedTransaction(
            id: freeTransaction(), evse: evse, at: min(moment, stopped), start: nil, register: begin,
            meter: marks.start,
            flags: doubts.union([.startUnknown]))
        conclude(.transactionStarted(started), about: .station(station), at: stamp)
        let ended = EndedTransaction(
            id: started.id, evse: evse, at: stopped, end: end, register: end.register, meter: marks.stop,
            flags: end.unitSuspect == true ? [.unitSuspect] : [])
        conclude(.transactionEnded(ended), about: .station(station), at: stamp)
    }

    /// The time a station gave, or the box's where the station's clock cannot be right. What was told stays in the
    /// record as it was told; `ahead` is by how many seconds local time was told as UTC.
    func believed(
        _ told: Timestamp, zoneAssumed: Bool, ahead: Int? = nil, at stamp: Stamp
    ) -> (moment: Timestamp, doubts: Set<SessionFlag>) {
        let moment = told.inUTC(ahead)
        let isAhead = stamp.trusted && moment > stamp.at + Plausible.ahead
        if isAhead || moment < Plausible.earliest {
            // Whoever has the time from a box that has none is not to blame.
            return (stamp.at, !stamp.trusted && stamp.at < Plausible.earliest ? [] : [.clockSuspect])
        }
        if let ahead { return (moment, ahead == 0 ? [] : [.zoneCorrected]) }
        return (moment, zoneAssumed ? [.zoneAssumed] : [])
    }
}

extension TransactionStart {
    /// The same start, told again: a retry may carry a new message id but nothing else is new.
    func isSame(as other: TransactionStart) -> Bool {
        evse == other.evse && tag?.lowercased() == other.tag?.lowercased() && register == other.register
            && timestamp == other.timestamp
    }
}
