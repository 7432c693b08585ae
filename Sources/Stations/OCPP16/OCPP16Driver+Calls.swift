import Charging
import Logging
import OCPP
import OCPP16
import Synchronization

extension OCPP16Driver {
    func errand(_ payload: Payload, _ question: Question) throws -> Errand {
        guard let type = OCPP16.calls[question.action] else {
            throw CallError(.notImplemented, "\(question.action) is not known here.")
        }
        try conversation.demandWelcome(question, boot: BootNotification.action)
        return try errand(payload.decode(type), question)
    }

    private func errand(_ call: any Call, _ question: Question) throws -> Errand {
        switch call {
        case let call as MeterValues: return meterValues(call, question)
        case let call as StatusNotification: return try statusNotification(call, question)
        case is Heartbeat:
            return conversation.answer(Heartbeat.Response(currentTime: conversation.currentTime), question)
        case let call as Authorize:
            return authorize(call.idTag) { conversation.answer(Authorize.Response(idTagInfo: $0), question) }
        case let call as StartTransaction: return startTransaction(call, question)
        case let call as StopTransaction: return try stopTransaction(call, question)
        case let call as BootNotification: return boot(call, question)
        case let call as OCPP16.DataTransfer: return dataTransfer(call, question)
        default:
            throw OCPP16.callsFromStations[question.action] != nil
                ? CallError(.notSupported, "\(question.action) is not supported here.")
                : CallError(.notSupported, "\(question.action) is for stations.")
        }
    }

    private func boot(_ call: BootNotification, _ question: Question) -> Errand {
        let boot = Boot(call)
        conversation.state.withLock { $0.boot = boot }
        guard question.isWelcome else {
            return .introduce(boot) {
                conversation.answer(bootResponse(.pending, conversation.settings.pendingInterval), question)
            }
        }
        return .introduce(boot) {
            .record(conversation.event(.booted(boot))) { failure in
                // A station has to work even while the record cannot be written, so this is no condition.
                if let failure { conversation.logger.warning("Boot not recorded.", metadata: ["reason": "\(failure)"]) }
                return conversation.answer(bootResponse(.accepted, conversation.settings.heartbeatInterval), question)
            }
        }
    }

    private func bootResponse(_ status: RegistrationStatus, _ interval: Duration) -> BootNotification.Response {
        BootNotification.Response(
            status: status, currentTime: conversation.currentTime, interval: Int(interval.components.seconds))
    }

    private func statusNotification(_ call: StatusNotification, _ question: Question) throws -> Errand {
        guard StationBounds.evses.contains(call.connectorId) else {
            throw CallError(
                .propertyConstraintViolation,
                "connectorId must be \(StationBounds.evses.lowerBound) to \(StationBounds.evses.upperBound).")
        }
        conversation.remember(evse: call.connectorId)
        return conversation.recordOrRefuse(.status(ConnectorStatus(call)), Empty(), question)
    }

    private func dataTransfer(_ call: OCPP16.DataTransfer, _ question: Question) -> Errand {
        let transfer = Charging.DataTransfer(
            vendor: call.vendorId.text, message: call.messageId?.text, data: call.data?.text)
        return conversation.recordOrRefuse(
            .transferred(transfer), OCPP16.DataTransfer.Response(status: "UnknownVendorId"), question)
    }

    private func meterValues(_ call: MeterValues, _ question: Question) -> Errand {
        let report = MeterReport(call, receivedAt: conversation.environment.wallClock.now.at)
        if report.values.isEmpty { return conversation.answer(Empty(), question) }
        return .recordPatiently(conversation.event(.metered(report))) { _ in conversation.answer(Empty(), question) }
    }

    private func startTransaction(_ call: StartTransaction, _ question: Question) -> Errand {
        .authorize(tag: call.idTag, evse: call.connectorId) { verdict in
            conversation.refusing(question) {
                guard let start = TransactionStart(call, verdict.status) else { throw noNumber("meterStart") }
                let info = IdTagInfo(status: AuthorizationStatus(verdict.status))
                return .recordPatiently(conversation.event(.started(start))) { recorded in
                    conversation.refusing(question) {
                        guard case .transaction(let id) = recorded else {
                            throw CallError(.internalError, "The transaction has no id.")
                        }
                        return conversation.answer(
                            StartTransaction.Response(transactionId: id.number, idTagInfo: info), question)
                    }
                }
            }
        }
    }

    private func stopTransaction(_ call: StopTransaction, _ question: Question) throws -> Errand {
        guard let end = TransactionEnd(call, receivedAt: conversation.environment.wallClock.now.at) else {
            throw noNumber("meterStop")
        }
        let tag = end.tag
        return .recordPatiently(conversation.event(.ended(end))) { _ in
            guard let tag else { return conversation.answer(StopTransaction.Response(), question) }
            return authorize(tag) { conversation.answer(StopTransaction.Response(idTagInfo: $0), question) }
        }
    }
}

// What several calls need.
extension OCPP16Driver {
    private func authorize(_ tag: String, then: @escaping (IdTagInfo) -> Errand) -> Errand {
        .authorize(tag: tag, evse: nil) { then(IdTagInfo(status: AuthorizationStatus($0.status))) }
    }

    private func noNumber(_ field: String) -> CallError {
        conversation.logger.error("Transaction message cannot be kept.", metadata: ["reason": "\(field) is no number"])
        return CallError(.typeConstraintViolation, "\(field) is no number.")
    }
}

extension AuthorizationStatus {
    fileprivate init(_ authorization: Authorization) {
        self =
            switch authorization {
            case .accepted: .accepted
            case .blocked: .blocked
            case .expired: .expired
            case .invalid: .invalid
            case .concurrentTransaction: .concurrentTx
            }
    }
}
