import Charging
import OCPP
import OCPP201

// Transaction events, and what is in the values of meters.
extension CSMSDesk201 {
    func take(
        _ event: TransactionEvent, _ payload: Payload, _ station: inout CSMSStation
    ) -> TransactionEvent.Response {
        let id = event.transactionInfo.transactionId
        let what = "Event \(event.seqNo) of transaction \(id)"
        check(event, payload, what, &station)
        let verdict = event.idToken.map { rules.verdict($0.idToken.text) }
        let answer = TransactionEvent.Response(idTokenInfo: verdict.map(info))
        guard !station.discarded.contains(id) else { return answer }
        if let known = station.transaction(id) {
            guard known.events[event.seqNo] == nil else {
                repeated(event, known, what, &station)
                return answer
            }
            check(order: event, after: known, what, &station)
        } else {
            if event.eventType != .started { station.object("\(what) is the first one heard, and no start.") }
            if rules.habits.needsStatusFirst, station.statuses[event.evse?.id ?? 0] == nil {
                station.object("\(what) came before any status of its EVSE.")
                station.discarded.append(id)
                return answer
            }
            station.add(CSMSTransaction(id: id, startedAt: time(event)))
        }
        write(event, verdict, &station)
        return answer
    }

    private func time(_ event: TransactionEvent) -> Timestamp { ISO8601(event.timestamp)?.timestamp ?? rules.now }

    private func check(
        _ event: TransactionEvent, _ payload: Payload, _ what: String, _ station: inout CSMSStation
    ) {
        legalise(event, what, &station)
        station.check(
            integers: ["seqNo", "id", "connectorId", "reservationId", "remoteStartId"], in: payload, of: what)
        station.check(time: event.timestamp, of: what)
        station.check(event.transactionInfo.transactionId, "transaction id", of: what, atMost: 36)
        station.check(numbers: ["value"], in: payload, of: what)
        check(event.meterValue ?? [], of: what, &station)
        if event.seqNo < 0 { station.object("\(what) counts below 0.") }
        if let evse = event.evse, evse.id < 1 || evse.connectorId ?? 1 < 1 {
            station.object("\(what) is at EVSE \(evse.id), connector \(evse.connectorId ?? 1).")
        }
        if let state = event.transactionInfo.chargingState, !Self.states.contains(state) {
            station.object("\(what) has the charging state \(state).")
        }
        if ![.started, .updated, .ended].contains(event.eventType) {
            station.object("\(what) is of the type \(event.eventType).")
        }
        if event.meterValue?.isEmpty == true { station.object("\(what) has an empty list of values.") }
    }

    private func check(
        order event: TransactionEvent, after known: CSMSTransaction, _ what: String, _ station: inout CSMSStation
    ) {
        if !known.isRunning { station.object("\(what) came after the end.") }
        if event.eventType == .started { station.object("\(what) starts what has started.") }
        if let last = known.seqNos.last, event.seqNo != last + 1 {
            station.object("\(what) came after event \(last).")
        }
        if time(event) < known.startedAt { station.object("\(what) happened before the start.") }
        if event.eventType == .ended, known.connector == nil, event.evse == nil {
            station.object("\(what) is the end, and no event said at which EVSE.")
        }
    }

    /// The same event again, because its answer was not seen.
    private func repeated(
        _ event: TransactionEvent, _ known: CSMSTransaction, _ what: String, _ station: inout CSMSStation
    ) {
        if let before = known.events[event.seqNo], before != mark(event) {
            station.object("\(what) was told before, and otherwise: \(before), and now \(mark(event)).")
        }
        _ = station.edit(known.id) { transaction in
            if event.eventType == .started { transaction.startsTold += 1 }
            if event.eventType == .ended { transaction.stopsTold += 1 }
        }
    }

    private func mark(_ event: TransactionEvent) -> CSMSTransaction.Event {
        CSMSTransaction.Event(
            type: event.eventType.rawValue, timestamp: event.timestamp,
            register: Self.register(in: event.meterValue ?? []))
    }

    private func write(_ event: TransactionEvent, _ verdict: String?, _ station: inout CSMSStation) {
        let id = event.transactionInfo.transactionId
        let register = Self.register(in: event.meterValue ?? [])
        station.show(register)
        let before = station.transaction(id)
        if let register, let start = before?.meterStart, register < start - 1 {
            station.object("Transaction \(id) began at \(start) Wh and then showed \(register) Wh.")
        }
        _ = station.edit(id) { transaction in
            transaction.events[event.seqNo] = mark(event)
            transaction.seqNos.append(event.seqNo)
            if event.offline == true { transaction.offlineSeqNos.append(event.seqNo) }
            if let state = event.transactionInfo.chargingState { transaction.chargingStates.append(state.rawValue) }
            transaction.connector = transaction.connector ?? event.evse?.id
            transaction.reservation = transaction.reservation ?? event.reservationId.map(Int64.init)
            transaction.remoteStart = transaction.remoteStart ?? event.transactionInfo.remoteStartId
            transaction.lastRegister = register ?? transaction.lastRegister
            if let verdict { transaction.verdict = verdict }
            if event.eventType != .ended { transaction.tag = transaction.tag ?? event.idToken?.idToken.text }
        }
        finish(event, register, &station)
    }

    /// What makes the start, the end and the events between them different.
    private func finish(_ event: TransactionEvent, _ register: Int64?, _ station: inout CSMSStation) {
        let id = event.transactionInfo.transactionId
        let moment = time(event)
        switch event.eventType {
        case .started: _ = station.edit(id) { $0.meterStart = register }
        case .ended:
            station.stops.append(id)
            _ = station.edit(id) { transaction in
                transaction.stoppedAt = moment
                transaction.meterStop = register
                // The standard lets it be left out where it is Local.
                transaction.reason = event.transactionInfo.stoppedReason?.rawValue ?? "Local"
                transaction.stopTag = event.idToken?.idToken.text
                transaction.stopsTold += 1
            }
        default: _ = station.edit(id) { if register != nil { $0.valuesCount += 1 } }
        }
    }

    func check(_ values: [OCPP201.MeterValue], of what: String, _ station: inout CSMSStation) {
        for value in values {
            station.check(time: value.timestamp, of: what)
            if value.sampledValue.isEmpty { station.object("\(what) has values without a sample.") }
            for sample in value.sampledValue where ExactDecimal(sample.value.text) == nil {
                station.object("\(what) has the value \(sample.value.text).")
            }
        }
    }

    /// The last register of imported energy, in Wh.
    static func register(in values: [OCPP201.MeterValue]) -> Int64? {
        values.flatMap(\.sampledValue).reversed().lazy.compactMap(wattHours).first
    }

    private static func wattHours(_ sample: OCPP201.SampledValue) -> Int64? {
        guard sample.measurand ?? .energyActiveImportRegister == .energyActiveImportRegister, sample.phase == nil
        else { return nil }
        let power = (sample.unitOfMeasure?.unit == "kWh" ? 3 : 0) + (sample.unitOfMeasure?.multiplier ?? 0)
        return ExactDecimal(sample.value.text)?.shifted(by: power)?.rounded
    }

    private static let states: Set<ChargingState> = [.charging, .evConnected, .suspendedEV, .suspendedEVSE, .idle]
}
