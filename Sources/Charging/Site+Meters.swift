// What the rules make of a station's meter, and when a session is final.
extension Site {
    /// What a meter shows makes its stations' sessions begin, go on and become final.
    mutating func decideSessions(behind meter: MeterID, at stamp: Stamp) {
        for station in rules.stations(behind: meter) {
            if rules.mute[station] != nil { decideMute(station, at: stamp) }
            finishSessions(of: station, at: stamp)
        }
    }

    /// Starts and ends the transactions of a wallbox that cannot talk. It has one EVSE.
    private mutating func decideMute(_ station: StationID, at stamp: Stamp) {
        guard let ledger = stations[station] else { return }
        switch ledger.mute.state {
        case .startDue(let since, let before):
            let started = StartedTransaction(
                id: freeTransaction(), evse: 1, at: since, start: nil, register: nil, meter: before, flags: [.derived])
            conclude(.transactionStarted(started), about: .station(station), at: stamp)
        case .stopDue(let mark):
            guard let running = ledger.evses[1]?.running else { return }
            let started = running.started(by: stamp)
            // A mark from before the clock was set says when by a clock that was wrong.
            let isDatedWrongly = started.map { mark.at < $0 || mark.at > stamp.at } ?? false
            let ended = EndedTransaction(
                id: running.session.transaction, evse: 1, at: isDatedWrongly ? stamp.at : mark.at, started: started,
                end: nil, register: nil, meter: mark, flags: [])
            conclude(.transactionEnded(ended), about: .station(station), at: stamp)
        case .idle, .rising, .charging, .falling: break
        }
    }

    /// Carries out every session of the station that is final now.
    mutating func finishSessions(of station: StationID, at stamp: Stamp) {
        guard let ledger = stations[station], ledger.hasEnded else { return }
        for draft in ledger.drafts {
            guard let session = draft.final(at: stamp, after: rules.finalAfter) else { continue }
            conclude(.sessionFinal(session), about: .station(station), at: stamp)
        }
    }

    /// The register of the station's meter at a start. One from before the last transaction's end holds that one's
    /// energy, too; then only a reading right after the start will do.
    func startMark(of station: StationID, at moment: Timestamp, history: some History) throws -> MeterMark? {
        guard let meter = rules.meter(of: station) else { return nil }
        let before = try mark(of: meter, atOrBefore: moment, history: history)
        guard let before, let lastEnd = stations[station]?.lastEnd, lastEnd <= moment, before.at < lastEnd else {
            return before
        }
        guard let after = try mark(of: meter, atOrAfter: moment, history: history),
            after.at - moment <= SessionDraft.lateReading
        else { return nil }
        return after
    }

    /// The newest mark may be newer than what the history holds, because it is not written yet.
    func mark(of meter: MeterID, atOrBefore moment: Timestamp, history: some History) throws -> MeterMark? {
        if let last = meters[meter]?.mark, last.at <= moment { return last }
        return try history.mark(of: meter, atOrBefore: moment)
    }

    func mark(of meter: MeterID, atOrAfter moment: Timestamp, history: some History) throws -> MeterMark? {
        guard let last = meters[meter]?.mark, last.at >= moment else { return nil }
        return try history.mark(of: meter, atOrAfter: moment) ?? last
    }
}

extension SiteRules {
    /// The meter that counts for a station.
    func meter(of station: StationID) -> MeterID? { meterOfStation[station] }

    func stations(behind meter: MeterID) -> [StationID] {
        meterOfStation.filter { $0.value == meter }.keys.sorted()
    }
}
