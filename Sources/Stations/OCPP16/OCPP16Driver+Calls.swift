import Charging
import Logging
import OCPP
import OCPP16
import Synchronization

/// A call of the station that has to be answered.
private struct Question {
    let id: MessageID
    let action: String
    /// The station belongs to this site.
    let isWelcome: Bool
}

extension OCPP16Driver {
    func errand(_ id: MessageID, _ action: String, _ payload: Payload) -> Errand {
        let question = Question(id: id, action: action, isWelcome: door.isWelcome(station))
        return refusing(question) {
            guard let type = OCPP16.calls[action] else {
                throw CallError(.notImplemented, "\(action) is not known here.")
            }
            guard question.isWelcome || action == BootNotification.action else {
                throw CallError(.securityError, "This station waits to be claimed.")
            }
            return try errand(payload.decode(type), question)
        }
    }

    private func errand(_ call: any Call, _ question: Question) throws -> Errand {
        switch call {
        case let call as MeterValues: return meterValues(call, question)
        case let call as StatusNotification: return try statusNotification(call, question)
        case is Heartbeat: return answer(Heartbeat.Response(currentTime: currentTime), question)
        case let call as Authorize:
            return authorize(call.idTag) { self.answer(Authorize.Response(idTagInfo: $0), question) }
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
        state.withLock { $0.isIntroduced = true }
        guard question.isWelcome else {
            return .introduce(boot) {
                self.answer(self.bootResponse(.pending, self.settings.pendingInterval), question)
            }
        }
        return .introduce(boot) {
            .record(self.event(.booted(boot))) { failure in
                // A station has to work even while the record cannot be written, so this is no condition.
                if let failure { self.logger.warning("Boot not recorded.", metadata: ["reason": "\(failure)"]) }
                return self.answer(self.bootResponse(.accepted, self.settings.heartbeatInterval), question)
            }
        }
    }

    private func bootResponse(_ status: RegistrationStatus, _ interval: Duration) -> BootNotification.Response {
        BootNotification.Response(
            status: status, currentTime: currentTime, interval: Int(interval.components.seconds))
    }

    private func statusNotification(_ call: StatusNotification, _ question: Question) throws -> Errand {
        guard StationBounds.evses.contains(call.connectorId) else {
            throw CallError(
                .propertyConstraintViolation,
                "connectorId must be \(StationBounds.evses.lowerBound) to \(StationBounds.evses.upperBound).")
        }
        if call.connectorId > 0 {
            // Bounded, for an id can be any number.
            state.withLock { if $0.connectors.count < 64 { $0.connectors.insert(call.connectorId) } }
        }
        return recordOrRefuse(.status(ConnectorStatus(call)), Empty(), question)
    }

    private func dataTransfer(_ call: OCPP16.DataTransfer, _ question: Question) -> Errand {
        let transfer = Charging.DataTransfer(
            vendor: call.vendorId.text, message: call.messageId?.text, data: call.data?.text)
        return recordOrRefuse(
            .transferred(transfer), OCPP16.DataTransfer.Response(status: "UnknownVendorId"), question)
    }

    private func meterValues(_ call: MeterValues, _ question: Question) -> Errand {
        let report = MeterReport(call, receivedAt: environment.wallClock.now.at)
        if report.values.isEmpty { return answer(Empty(), question) }
        return .recordPatiently(event(.metered(report))) { _ in self.answer(Empty(), question) }
    }

    private func startTransaction(_ call: StartTransaction, _ question: Question) -> Errand {
        .authorize(tag: call.idTag, evse: call.connectorId) { verdict in
            self.refusing(question) {
                guard let start = TransactionStart(call, verdict.status) else { throw self.noNumber("meterStart") }
                let info = IdTagInfo(status: AuthorizationStatus(verdict.status))
                return .recordPatiently(self.event(.started(start))) { recorded in
                    self.refusing(question) {
                        guard case .transaction(let id) = recorded else {
                            throw CallError(.internalError, "The transaction has no id.")
                        }
                        return self.answer(
                            StartTransaction.Response(transactionId: id.number, idTagInfo: info), question)
                    }
                }
            }
        }
    }

    private func stopTransaction(_ call: StopTransaction, _ question: Question) throws -> Errand {
        guard let end = TransactionEnd(call, receivedAt: environment.wallClock.now.at) else {
            throw noNumber("meterStop")
        }
        let tag = end.tag
        return .recordPatiently(event(.ended(end))) { _ in
            guard let tag else { return self.answer(StopTransaction.Response(), question) }
            return self.authorize(tag) { self.answer(StopTransaction.Response(idTagInfo: $0), question) }
        }
    }
}

// What several calls need.
extension OCPP16Driver {
    private func answer(_ response: some Encodable, _ question: Question) -> Errand {
        refusing(question) {
            .answer(try FrameWriter.result(response, to: question.id), boots: question.isWelcome)
        }
    }

    /// Turns an error into the answer that says so.
    private func refusing(_ question: Question, _ body: () throws -> Errand) -> Errand {
        do {
            return try body()
        } catch let error as PayloadError {
            logger.error("Message cannot be read.", metadata: ["action": "\(question.action)", "reason": "\(error)"])
            return .answer(FrameWriter.error(error.callError, to: question.id), boots: question.isWelcome)
        } catch {
            logger.info(
                "Message refused.", metadata: ["action": "\(question.action.prefix(50))", "reason": "\(error)"])
            let refusal = error as? CallError ?? CallError(.internalError, "The message cannot be dealt with.")
            return .answer(FrameWriter.error(refusal, to: question.id), boots: false)
        }
    }

    private func authorize(_ tag: String, then: @escaping (IdTagInfo) -> Errand) -> Errand {
        .authorize(tag: tag, evse: nil) { then(IdTagInfo(status: AuthorizationStatus($0.status))) }
    }

    /// Records what a station does not send again: if that fails, the error answer at least says so.
    private func recordOrRefuse(_ event: StationEvent, _ response: some Encodable, _ question: Question) -> Errand {
        .record(self.event(event)) { failure in
            self.refusing(question) {
                guard let failure else { return self.answer(response, question) }
                self.logger.warning("Message not recorded.", metadata: ["reason": "\(failure)"])
                throw CallError(.internalError, "The message cannot be recorded now.")
            }
        }
    }

    private func event(_ event: StationEvent) -> Event { .station(station, event) }

    private func noNumber(_ field: String) -> CallError {
        logger.error("Transaction message cannot be kept.", metadata: ["reason": "\(field) is no number"])
        return CallError(.typeConstraintViolation, "\(field) is no number.")
    }

    /// In whole milliseconds: finer fractions confuse some stations.
    private var currentTime: String {
        let now = environment.wallClock.now.at
        return Timestamp(microseconds: now.microseconds - now.microseconds % 1000).description
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
