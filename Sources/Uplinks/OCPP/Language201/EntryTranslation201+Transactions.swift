import Charging
import OCPP
import OCPP201

// How a transaction begins and ends.
extension EntryTranslation201 {
    func rendering(_ started: StartedTransaction) -> Rendering {
        guard let session = session?.session else { return .nothing("Nothing is known of this session.") }
        guard let known = memory[started.id], known.phase != .starting else {
            return start(session, told: started.start, isOfStart: true)
        }
        if let silence = silence(of: known) { return silence }
        // Other messages came first, and the start was told after all: who it is may be news.
        guard let tag = untoldTag(of: session, known) else { return .nothing("The start is told already.") }
        return .messages([updated(known, at: entry.stamp.at, .authorized, tag: tag)])
    }

    /// The start alone: what follows it is asked for when it was told.
    ///
    /// - Parameters:
    ///   - told: what the station said of the start, where the entry brings it.
    ///   - isOfStart: the entry is that of the start, and not one that came after it.
    func start(_ session: Session, told: TransactionStart? = nil, isOfStart: Bool = false) -> Rendering {
        guard var transaction = memory[session.transaction] ?? transaction(of: session) else {
            return .nothing("The register at the start is not known yet, so the start waits.")
        }
        transaction.theirs = language.name(of: session.transaction)
        // A station that has not said who it is for does so later, in a message of its own.
        let tag = told == nil ? session.tag : told?.tag
        let token = IdToken(telling: tag, in: dialect)
        transaction.toldTag = tag != nil
        let telling = told?.telling
        let isRemote = transaction.remoteStart != nil || telling?.remoteStart != nil
        let byItself: TriggerReason =
            isRemote ? .remoteStart : tag != nil ? .authorized : .chargingStateChanged
        let state = ChargingState(telling?.chargingState) ?? state(of: session)
        transaction.chargingState = state.rawValue
        var call = event(
            .started, of: transaction, at: transaction.startedAt,
            TriggerReason(telling?.trigger, in: dialect) ?? byItself, offline: telling?.offline ?? false,
            info: TransactionInfo(
                transactionId: "", chargingState: state, remoteStartId: transaction.remoteStart),
            values: startValues(transaction, told), token: token)
        call.evse = EVSE(id: transaction.evse, connectorId: 1)
        call.reservationId = session.reservation.flatMap { Int32(exactly: $0) }.map { Int($0) }
        return .messages([
            OutgoingMessage(
                .start(transaction), call, seqNo: transaction.nextSeqNo, tag: token == nil ? nil : tag,
                chargingState: state.rawValue)
        ])
    }

    /// Where the register at the start is not known the start waits for it, but not longer than the session.
    private func transaction(of session: Session) -> LaneTransaction? {
        let first =
            session.flags.isDisjoint(with: [.meterShared, .meterUnavailable]) ? session.meterSegments.first : nil
        let register = first?.start.register ?? session.stationRegister.start
        if register == nil, session.stopped == nil { return nil }
        return LaneTransaction(
            id: session.transaction, evse: max(1, session.evse), startedAt: session.started,
            startWattHours: register?.rounded ?? 0, countsByMeter: first != nil)
    }

    /// What a car and its EVSE do at a start of which nobody said it: wallboxes of 1.6 tell a start when they let
    /// energy flow, and a mute one is noticed by that.
    private func state(of session: Session) -> ChargingState {
        session.name == nil && !session.flags.contains(.unauthorized) ? .charging : .evConnected
    }

    private func startValues(_ transaction: LaneTransaction, _ told: TransactionStart?) -> [OCPP201.MeterValue] {
        let sampling = Sampling201(dialect: dialect, registers: .none, wattHours: transaction.startWattHours)
        let others = sampling.values(told?.values ?? []) { believed($0, ahead: told?.clockAheadSeconds) }
        return [Sampling201.register(transaction.startWattHours, .transactionBegin, at: transaction.startedAt)] + others
    }

    /// Whose tag it is, where the CSMS was not told yet and can be.
    func untoldTag(of session: Session, _ known: LaneTransaction) -> String? {
        known.toldTag || IdToken(telling: session.tag, in: dialect) == nil ? nil : session.tag
    }

    func rendering(_ ended: EndedTransaction) -> Rendering {
        guard let session else { return .nothing("Nothing is known of this session.") }
        guard let known = memory[ended.id], known.phase != .starting else { return start(session.session) }
        if let silence = silence(of: known) { return silence }
        if ended.end == nil, session.session.stopped != nil,
            session.session.flags.isDisjoint(with: [.stopUnknown, .derived, .startUnknown])
        {
            return .nothing("The end was only concluded here, and the station told it later.")
        }
        return session.isSettled ? end(session.session, known, told: ended.end) : .unsettled
    }

    func rendering(_ final: Session) -> Rendering {
        guard let known = memory[final.transaction], known.phase != .starting else { return start(final) }
        if known.phase == .ended, known.toldEnergy != final.energy?.wattHours {
            return .mismatch(
                "Transaction \(final.transaction) was told with \(words(known.toldEnergy)), and its final session has \(words(final.energy?.wattHours)). Put it right at the CSMS by hand; its id there is \(known.theirs ?? "unknown")."
            )
        }
        return silence(of: known) ?? end(final, known)
    }

    private func words(_ wattHours: Int64?) -> String { wattHours.map { "\($0) Wh" } ?? "no energy" }

    private func end(_ session: Session, _ known: LaneTransaction, told: TransactionEnd? = nil) -> Rendering {
        let stopped = session.stopped ?? entry.stamp.at
        let register = session.energy.map { known.startWattHours + $0.wattHours }
        let sampling = Sampling201(
            dialect: dialect, registers: known.countsByMeter ? .none : .between, wattHours: register)
        var values = sampling.values(told?.values ?? []) { believed($0, ahead: told?.clockAheadSeconds) }
        if let register { values.append(Sampling201.register(register, .transactionEnd, at: stopped)) }
        let tag = told?.tag ?? untoldTag(of: session, known)
        let token = IdToken(telling: tag, in: dialect)
        let telling = told?.telling
        let state = ChargingState(telling?.chargingState)
        let call = event(
            .ended, of: known, at: stopped,
            TriggerReason(telling?.trigger, in: dialect)
                ?? TriggerReason(endedBy: session.stopReason, in: dialect),
            offline: telling?.offline ?? false,
            info: TransactionInfo(
                transactionId: "", chargingState: state, stoppedReason: StopReason(session.stopReason, in: dialect)),
            values: values, token: token)
        return .messages([
            OutgoingMessage(
                .stop(known.id, energy: session.energy?.wattHours), call, seqNo: known.nextSeqNo,
                tag: token == nil ? nil : tag, chargingState: state?.rawValue)
        ])
    }
}
