import Charging
import OCPP
import OCPP16

// How a transaction begins, goes on and ends for the CSMS.

extension Language16.Occasion {
    /// Where a transaction stands between the site and the CSMS.
    enum Standing {
        /// Something that belongs into its start is not known yet.
        case early(String)
        /// Its start comes first, and nothing can be told with it.
        case begins(OutgoingMessage)
        /// The CSMS knows it by that number.
        case open(LaneTransaction, number: Int64)
        /// Nothing more is told of it.
        case closed(String)
    }

    func standing(_ known: KnownSession) -> Standing {
        let session = known.session
        guard let told = memory[session.transaction] else {
            // Values that come after everything else must not begin it again once it is forgotten.
            if known.isSettled, case .meterReport = entry.fact { return .early("The end of the transaction tells it.") }
            if let missing = missingForStart(known) { return .early(missing) }
            return .begins(start(firstTelling(of: session), session))
        }
        switch told.phase {
        case .starting: return .begins(start(told, session))
        case .open:
            guard let number = told.theirs.flatMap({ Int64($0) }) else {
                return .closed("The CSMS gave the transaction no number, so nothing more can be told of it.")
            }
            return .open(told, number: number)
        case .ended: return .closed("The CSMS knows already that the transaction is over.")
        case .parked: return .closed("The start of the transaction is parked.")
        }
    }

    /// What a start has to wait for; `nil` where it can be told. A session that is settled waits for nothing more.
    private func missingForStart(_ known: KnownSession) -> String? {
        let session = known.session
        if session.stopped != nil, known.isSettled { return nil }
        // Only a station that names its transactions can tell later whose one is; where energy flows, nobody will.
        let isAnonymous = session.name == nil || (isCharging && !session.flags.contains(.startUnknown))
        if session.tag == nil, !isAnonymous { return "It is not known yet whose transaction it is." }
        if Figures(session).start == nil { return "The register at the start of the transaction is not known yet." }
        return nil
    }

    private var isCharging: Bool {
        switch entry.fact {
        case .transactionStarted(let started): started.start?.telling?.chargingState == "Charging"
        case .meterReport(let report): report.telling?.chargingState == "Charging"
        default: false
        }
    }

    private func firstTelling(of session: Session) -> LaneTransaction {
        let figures = Figures(session)
        // Where the register at the start will never be known, the last one stands in: what cannot be proven is no
        // energy for the CSMS.
        let register = figures.start ?? session.stationRegister.stop
        var told = LaneTransaction(
            id: session.transaction, evse: session.evse == 0 ? 1 : session.evse,
            startedAt: Words.inMilliseconds(session.started), startWattHours: register?.rounded ?? 0,
            countsByMeter: figures.countsByMeter)
        told.isAnonymous = session.tag.flatMap { Tag($0) } == nil
        return told
    }

    private func start(_ told: LaneTransaction, _ session: Session) -> OutgoingMessage {
        let tag = told.isAnonymous ? nil : session.tag
        let call = StartTransaction(
            connectorId: told.evse, idTag: Words.idTag(tag ?? preset.anonymousTag),
            meterStart: NumberText(told.startWattHours), timestamp: Words.time(told.startedAt),
            reservationId: session.reservation)
        return OutgoingMessage(.start(told), call, tag: tag)
    }
}

// While it runs.
extension Language16.Occasion {
    func during(_ started: StartedTransaction) -> Rendering {
        guard let known else { return .nothing("Nothing is known of its session.") }
        let start = started.start
        return during(known, start?.telling, start?.values ?? [], ahead: start?.clockAheadSeconds)
    }

    func during(_ report: MeterReport) -> Rendering {
        guard let known else { return outside(report) }
        return during(known, report.telling, report.values, ahead: report.clockAheadSeconds)
    }

    private func during(
        _ known: KnownSession, _ telling: Telling?, _ values: [Charging.MeterValue], ahead: Int?
    ) -> Rendering {
        switch standing(known) {
        case .early(let reason), .closed(let reason): return .nothing(reason)
        case .begins(let start): return .messages([start])
        case .open(let told, let number):
            let messages = [
                report(values, ahead: ahead, of: told, number: number, known.session),
                state(of: told, known.session, telling),
            ].compactMap { $0 }
            return messages.isEmpty ? .nothing("It says nothing that OCPP 1.6 has a word for.") : .messages(messages)
        }
    }

    private func report(
        _ values: [Charging.MeterValue], ahead: Int?, of told: LaneTransaction, number: Int64, _ session: Session
    ) -> OutgoingMessage? {
        let values = bounded(values, ahead: ahead, withoutRegister: told.hidesStationRegister(in: session))
        guard !values.isEmpty else { return nil }
        return OutgoingMessage(
            .progress(told.id), MeterValues(connectorId: told.evse, transactionId: number, meterValue: values))
    }

    /// Values outside transactions. Those of a transaction that is over must not follow its stop.
    func outside(_ report: MeterReport) -> Rendering {
        let id = TransactionID(report.transaction)
        if report.telling != nil || id.flatMap({ memory[$0] }) != nil {
            return .nothing("The transaction these values belong to is over.")
        }
        let values = bounded(report.values, ahead: report.clockAheadSeconds)
        guard !values.isEmpty else { return .nothing("It says nothing that OCPP 1.6 has a word for.") }
        return .messages([
            OutgoingMessage(.other, MeterValues(connectorId: report.evse, meterValue: values))
        ])
    }
}

// When it is over.
extension Language16.Occasion {
    func over(_ end: TransactionEnd?) -> Rendering {
        guard let known else { return .unsettled }
        switch standing(known) {
        case .early: return .unsettled
        case .closed(let reason): return .nothing(reason)
        case .begins(let start): return .messages([start])
        case .open(let told, let number):
            guard known.isSettled else { return .unsettled }
            let after = end.flatMap { finishing(of: told, known.session, $0.telling) }
            return .messages([stop(told, number, known.session, end)] + [after].compactMap { $0 })
        }
    }

    /// Whatever was not told of the transaction before is told now.
    func final(_ session: Session) -> Rendering {
        let final = Self(
            entry: entry, known: KnownSession(session, isSettled: true), isLate: isLate, memory: memory, preset: preset)
        guard let told = memory[session.transaction], told.phase == .ended else { return final.over(nil) }
        guard told.toldEnergy != session.energy?.wattHours else {
            return .nothing("The CSMS knows already that the transaction is over.")
        }
        return .mismatch(
            "The CSMS was told that transaction \(session.transaction) is over with \(Words.energy(told.toldEnergy)), "
                + "and its session has \(Words.energy(session.energy?.wattHours)). Correct it there by hand.")
    }

    private func stop(
        _ told: LaneTransaction, _ number: Int64, _ session: Session, _ end: TransactionEnd?
    ) -> OutgoingMessage {
        let data = bounded(
            end?.values ?? [], ahead: end?.clockAheadSeconds, withoutRegister: told.hidesStationRegister(in: session))
        let (register, overflow) = told.startWattHours.addingReportingOverflow(session.energy?.wattHours ?? 0)
        // A start that was told by a clock that was set back since must not come after its stop.
        let call = StopTransaction(
            transactionId: number, meterStop: NumberText(overflow ? told.startWattHours : register),
            timestamp: Words.time(max(session.stopped ?? entry.stamp.at, told.startedAt)),
            idTag: end?.tag.map { Words.idTag($0) },
            reason: Words.reason(session.stopReason), transactionData: data.isEmpty ? nil : data)
        let energy = overflow ? nil : session.energy?.wattHours
        return OutgoingMessage(.stop(told.id, energy: energy), call, tag: end?.tag)
    }
}

extension LaneTransaction {
    /// Where a meter counts, the station's own register would contradict what is told at the start and the end.
    fileprivate func hidesStationRegister(in session: Session) -> Bool {
        countsByMeter || Language16.Figures(session).countsByMeter
    }
}
