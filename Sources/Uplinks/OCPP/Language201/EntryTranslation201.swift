import Charging
import OCPP
import OCPP201

/// One entry on its way into the words of OCPP 2.
struct EntryTranslation201 {
    let language: Language201
    let entry: Entry
    let session: KnownSession?
    let isLate: Bool
    let memory: LaneMemory
    let preset: Preset

    var dialect: Dialect { language.dialect }

    var rendering: Rendering {
        switch entry.fact {
        case .transactionStarted(let started): return rendering(started)
        case .meterReport(let report): return rendering(report)
        case .transactionEnded(let ended): return rendering(ended)
        case .sessionFinal(let final): return rendering(final)
        case .status(let status): return rendering(status)
        case .reading(let reading): return rendering(reading)
        case .dataTransfer(let transfer): return rendering(transfer)
        case .security(let event): return rendering(event)
        case .notice(let notice): return rendering(notice)
        case .reservationEnded(let ended): return rendering(ended)
        case .booted: return .nothing("Whoever connects says what the station is.")
        default: return .nothing("No CSMS has to know of \(entry.fact.kind.rawValue).")
        }
    }

    /// The time of something a station told, or the box's where the station's clock cannot be right.
    func believed(_ told: Timestamp, ahead: Int? = nil) -> Timestamp {
        let moment = told.inUTC(ahead)
        let isAhead = entry.stamp.trusted && moment > entry.stamp.at + Plausible.ahead
        return isAhead || moment < Plausible.earliest ? entry.stamp.at : moment
    }

    /// An event of a transaction that the CSMS knows.
    func event(
        _ type: TransactionEventType, of known: LaneTransaction, at moment: Timestamp, _ trigger: TriggerReason,
        offline: Bool = false, info: TransactionInfo? = nil, values: [OCPP201.MeterValue] = [], token: IdToken? = nil
    ) -> TransactionEvent {
        var info = info ?? TransactionInfo(transactionId: "")
        info.transactionId = known.theirs ?? language.name(of: known.id)
        return TransactionEvent(
            eventType: type, timestamp: max(moment, known.startedAt).rfc3339, triggerReason: trigger,
            seqNo: known.nextSeqNo, transactionInfo: info, meterValue: values.isEmpty ? nil : values,
            // What is false by default is not said.
            offline: isLate || offline ? true : nil, idToken: token)
    }

    func updated(
        _ known: LaneTransaction, at moment: Timestamp, _ trigger: TriggerReason, offline: Bool = false,
        state: ChargingState? = nil, values: [OCPP201.MeterValue] = [], tag: String? = nil, valueAt: Timestamp? = nil
    ) -> OutgoingMessage {
        let token = IdToken(telling: tag, in: dialect)
        var call = event(
            .updated, of: known, at: moment, trigger, offline: offline,
            info: TransactionInfo(transactionId: "", chargingState: state), values: values, token: token)
        // It may begin before the station knows where (E02); what was told at the start was a guess then.
        if let evse = session?.session.evse, evse > 0, evse != known.evse { call.evse = EVSE(id: evse, connectorId: 1) }
        return OutgoingMessage(
            .progress(known.id), call, seqNo: known.nextSeqNo, tag: token == nil ? nil : tag,
            chargingState: state?.rawValue, valueAt: valueAt)
    }

    /// What there is to say of a transaction that is not told any more; `nil` where it runs.
    func silence(of known: LaneTransaction) -> Rendering? {
        switch known.phase {
        case .starting, .open: nil
        case .ended: .nothing("The CSMS knows that the transaction is over.")
        case .parked: .nothing("The start of the transaction is parked.")
        }
    }
}
