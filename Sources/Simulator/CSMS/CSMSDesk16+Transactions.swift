import Charging
import OCPP
import OCPP16

// Starts and stops, and what is in the values of meters.
extension CSMSDesk16 {
    func start(
        _ call: StartTransaction, _ payload: Payload, _ station: inout CSMSStation, _ nextID: inout Int32
    ) -> StartTransaction.Response {
        let what = "A start at connector \(call.connectorId)"
        station.check(integers: ["connectorId", "meterStart", "reservationId"], in: payload, of: what)
        station.check(time: call.timestamp, of: what)
        station.check(call.idTag, "tag", of: what, atMost: 20)
        if call.connectorId < 1 { station.object("A transaction cannot start at connector \(call.connectorId).") }
        let verdict = rules.verdict(call.idTag)
        let told = CSMSStart(
            connector: call.connectorId, tag: call.idTag, register: call.meterStart.integer, timestamp: call.timestamp)
        if let id = station.transaction(begunBy: told), !rules.habits.isForgetful {
            _ = station.edit(id) { $0.startsTold += 1 }
            return StartTransaction.Response(transactionId: Int32(id) ?? 0, idTagInfo: info(verdict))
        }
        if rules.habits.refusesByZero, verdict != "Accepted" {
            return StartTransaction.Response(transactionId: 0, idTagInfo: info(verdict))
        }
        defer { nextID += 1 }
        if rules.habits.needsStatusFirst, station.statuses[call.connectorId] == nil {
            station.object("\(what) came before any status of that connector.")
            station.discarded.append("\(nextID)")
            return StartTransaction.Response(transactionId: nextID, idTagInfo: info(verdict))
        }
        station.remember(told, as: "\(nextID)")
        station.add(transaction(call, verdict, id: "\(nextID)"))
        station.show(call.meterStart.integer)
        return StartTransaction.Response(transactionId: nextID, idTagInfo: info(verdict))
    }

    private func transaction(_ call: StartTransaction, _ verdict: String, id: String) -> CSMSTransaction {
        var transaction = CSMSTransaction(
            id: id, startedAt: call.timestamp.flatMap { ISO8601($0)?.timestamp } ?? rules.now)
        transaction.connector = call.connectorId
        transaction.tag = call.idTag
        transaction.meterStart = call.meterStart.integer
        transaction.lastRegister = call.meterStart.integer
        transaction.reservation = call.reservationId
        transaction.verdict = verdict
        return transaction
    }

    func stop(
        _ call: StopTransaction, _ payload: Payload, _ station: inout CSMSStation
    ) throws(CallError) -> StopTransaction.Response {
        let id = "\(call.transactionId)"
        let what = "The stop of transaction \(id)"
        station.check(integers: ["transactionId", "meterStop"], in: payload, of: what)
        station.check(time: call.timestamp, of: what)
        station.check(call.idTag, "tag", of: what, atMost: 20)
        check(call.transactionData ?? [], of: what, &station)
        if let reason = call.reason, !Self.reasons.contains(reason) { station.object("\(what) is for \(reason).") }
        let answer = StopTransaction.Response(idTagInfo: call.idTag.map { info(rules.verdict($0)) })
        if station.discarded.contains(id) { return answer }
        guard let transaction = station.transaction(id) else {
            station.object("\(what) stops what nobody knows.")
            try checkUnknown(id)
            return answer
        }
        let stoppedAt = call.timestamp.flatMap { ISO8601($0)?.timestamp } ?? rules.now
        guard transaction.isRunning else {
            _ = station.edit(id) { $0.stopsTold += 1 }
            if (transaction.stoppedAt, transaction.meterStop) != (stoppedAt, call.meterStop.integer) {
                station.object("\(what) was told before, and otherwise.")
            }
            return answer
        }
        check(call, of: transaction, stoppedAt, &station)
        station.stops.append(id)
        station.show(call.meterStop.integer)
        _ = station.edit(id) { transaction in
            transaction.stoppedAt = stoppedAt
            transaction.meterStop = call.meterStop.integer
            transaction.reason = call.reason
            transaction.stopTag = call.idTag
            transaction.stopsTold = 1
        }
        return answer
    }

    /// Some clouds take what is about a transaction they do not know.
    func checkUnknown(_ id: String) throws(CallError) {
        if rules.habits.refusesUnknown { throw CallError(.internalError, "There is no transaction \(id).") }
    }

    private func check(
        _ call: StopTransaction, of transaction: CSMSTransaction, _ stoppedAt: Timestamp,
        _ station: inout CSMSStation
    ) {
        let register = call.meterStop.integer ?? 0
        if let start = transaction.meterStart, register < start {
            station.object("Transaction \(transaction.id) began at \(start) Wh and ended at \(register) Wh.")
        }
        if let last = transaction.lastRegister, register < last - 1 {
            station.object("Transaction \(transaction.id) showed \(last) Wh and ended at \(register) Wh.")
        }
        if stoppedAt < transaction.startedAt {
            station.object("Transaction \(transaction.id) ended before it began.")
        }
    }

    func check(_ values: [OCPP16.MeterValue], of what: String, _ station: inout CSMSStation) {
        for value in values {
            station.check(time: value.timestamp, of: what)
            if value.sampledValue.isEmpty { station.object("\(what) has values without a sample.") }
            for sample in value.sampledValue {
                if sample.value.isEmpty { station.object("\(what) has a sample without a value.") }
                guard sample.format != "SignedData" else { continue }
                if ExactDecimal(sample.value) == nil { station.object("\(what) has the value \(sample.value).") }
            }
        }
    }

    /// The last register of imported energy, in Wh.
    static func register(in values: [OCPP16.MeterValue]) -> Int64? {
        values.flatMap(\.sampledValue).reversed().lazy.compactMap(wattHours).first
    }

    private static func wattHours(_ sample: OCPP16.SampledValue) -> Int64? {
        guard sample.measurand ?? "Energy.Active.Import.Register" == "Energy.Active.Import.Register",
            sample.phase == nil, sample.format ?? "Raw" == "Raw", sample.location ?? "Outlet" == "Outlet"
        else { return nil }
        let number = ExactDecimal(sample.value)
        return (sample.unit == "kWh" ? number?.shifted(by: 3) : number)?.rounded
    }

    private static let reasons: Set<String> = [
        "DeAuthorized", "EmergencyStop", "EVDisconnected", "HardReset", "Local", "Other", "PowerLoss", "Reboot",
        "Remote", "SoftReset", "UnlockCommand",
    ]
}
