// What a station that names and numbers tells of a session bit by bit.
extension SessionDraft {
    /// What the connector does while the transaction runs, where the station said it.
    var connectorState: ConnectorState? {
        switch chargingState {
        case "Charging": .charging
        case "SuspendedEV": .suspendedEV
        case "SuspendedEVSE": .suspendedEVSE
        case "EVConnected": .preparing
        default: nil
        }
    }

    /// Takes a message about the transaction.
    mutating func hear(_ telling: Telling, _ values: [MeterValue], isStart: Bool = false) {
        sequence = sequence ?? SequenceTrack()
        sequence?.insert(telling.seqNo, isStart: isStart)
        if session.tag == nil, let tag = telling.tag {
            session.tag = tag
            if let authorization = telling.authorization, authorization != .accepted {
                session.flags.insert(.unauthorized)
            }
        }
        takeStart(from: values)
        for value in values {
            guard let register = value.importRegister(), isRunning || value.timestamp <= session.stopped! else {
                continue
            }
            sample(register, at: value.timestamp)
        }
        guard isRunning, let state = telling.chargingState else { return }
        chargingState = state
        mayHaveCharged = mayHaveCharged || state == "Charging"
    }

    /// A start need not bring a register, for the cable may come before the energy. The first one that is told before
    /// energy can have flowed is that of the start.
    private mutating func takeStart(from values: [MeterValue]) {
        guard session.stationRegister.start == nil else { return }
        let begin = values.lazy.compactMap { $0.importRegister(atBegin: true) }.first
        let first = mayHaveCharged ? nil : values.lazy.compactMap { $0.importRegister() }.first
        session.stationRegister.start = begin ?? first
    }

    /// The start is told after all, when later messages have come already.
    mutating func learn(_ started: StartedTransaction) {
        start = started.start
        session.tag = started.start?.tag ?? session.tag
        session.started = min(started.at, session.started)
        session.pluggedIn = min(session.pluggedIn, session.started)
        session.stationRegister.start = started.register ?? session.stationRegister.start
        session.flags.remove(.startUnknown)
        session.flags.formUnion(started.flags)
        if started.start.map({ $0.authorization != .accepted }) == true { session.flags.insert(.unauthorized) }
        if let mark = started.meter { beginEarlier(at: mark) }
        if let telling = started.start?.telling { hear(telling, started.start?.values ?? [], isStart: true) }
    }
}
