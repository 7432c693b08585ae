import Charging
import Logging
import OCPP
import OCPP16
import Synchronization

// What stations tell of their transactions. It is money: whatever is in it, it is kept and answered.
extension OCPP16Driver {
    func authorize(_ call: Authorize, _ question: Question) -> Errand {
        .authorize(tag: call.idTag, evse: nil) {
            self.conversation.answer(Authorize.Response(idTagInfo: IdTagInfo($0)), question)
        }
    }

    func meterValues(_ call: MeterValues, _ payload: Payload, _ question: Question) -> Errand {
        var report = MeterReport(call, receivedAt: conversation.environment.wallClock.now.at)
        let counted = memory.withLock { memory in
            report.clockAheadSeconds = memory.clockAheadSeconds
            memory.hear(report)
            return memory.treatment.counted(report, running: memory.running(on: report.evse))
        }
        let isComplete = counted.sampleCount == report.sampleCount
        let next = {
            counted.values.isEmpty
                ? self.conversation.answer(Empty(), question)
                : .recordPatiently(self.conversation.event(.metered(counted))) { _ in
                    self.conversation.answer(Empty(), question)
                }
        }
        // What does not count is kept all the same, where nobody takes it for a reading.
        return isComplete
            ? next()
            : .recordPatiently(conversation.event(.notice(notice(question, payload)))) { _ in next() }
    }

    func startTransaction(_ call: StartTransaction, _ question: Question) -> Errand {
        .authorize(tag: call.idTag, evse: call.connectorId) { verdict in
            var start = TransactionStart(call, verdict.status)
            if start.register == nil { self.noteMissing("meterStart", call.meterStart) }
            self.memory.withLock { memory in
                guard memory.treatment.switches.localTimeWithZ == true else { return }
                start.clockAheadSeconds = memory.clockAheadSeconds
                start.zoneAssumed = start.clockAheadSeconds == nil
            }
            return .recordPatiently(self.conversation.event(.started(start))) { [start] recorded in
                self.conversation.refusing(question) {
                    guard case .transaction(let id) = recorded else {
                        throw CallError(.internalError, "The transaction has no id.")
                    }
                    let profile = self.memory.withLock { $0.begin(id, start) }
                    return self.conversation.answer(
                        StartTransaction.Response(transactionId: id.number, idTagInfo: IdTagInfo(verdict)), question,
                        then: profile.map { .profile($0, evse: start.evse) })
                }
            }
        }
    }

    func stopTransaction(_ call: StopTransaction, _ question: Question) -> Errand {
        var end = TransactionEnd(call, receivedAt: conversation.environment.wallClock.now.at)
        if end.register == nil { noteMissing("meterStop", call.meterStop) }
        memory.withLock { memory in
            if memory.treatment.switches.localTimeWithZ == true {
                end.clockAheadSeconds = memory.clockAheadSeconds
                end.zoneAssumed = end.clockAheadSeconds == nil
            }
            let fits = memory.end(end)
            if !fits, memory.treatment.switches.energyUnitSuspect == true { end.unitSuspect = true }
        }
        if end.unitSuspect == true {
            logger.warning(
                "Registers of a transaction do not fit each other.",
                metadata: ["transaction": "\(end.transaction)", "reason": "Wh and kWh may be confused"])
        }
        return .recordPatiently(conversation.event(.ended(end))) { [end] _ in
            guard let tag = end.tag else { return self.conversation.answer(StopTransaction.Response(), question) }
            return .authorize(tag: tag, evse: nil) {
                self.conversation.answer(StopTransaction.Response(idTagInfo: IdTagInfo($0)), question)
            }
        }
    }

    private func noteMissing(_ field: String, _ told: NumberText) {
        logger.error(
            "Transaction without a register.",
            metadata: ["reason": "\(field) is no number: \(told.text.prefix(50).debugDescription)"])
    }
}

extension MeterReport {
    fileprivate var sampleCount: Int { values.reduce(0) { $0 + $1.sampledValues.count } }
}
