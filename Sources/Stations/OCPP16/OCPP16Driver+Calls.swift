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
        return try errand(payload.decode(type), payload, question)
    }

    private func errand(_ call: any Call, _ payload: Payload, _ question: Question) throws -> Errand {
        switch call {
        case let call as MeterValues: return meterValues(call, payload, question)
        case let call as StatusNotification: return try statusNotification(call, question)
        case is Heartbeat:
            return conversation.answer(Heartbeat.Response(currentTime: conversation.currentTime), question)
        case let call as Authorize: return authorize(call, question)
        case let call as StartTransaction: return startTransaction(call, question)
        case let call as StopTransaction: return stopTransaction(call, question)
        case let call as BootNotification: return boot(call, question)
        case let call as OCPP16.DataTransfer: return dataTransfer(call, question)
        case let call as SecurityEventNotification:
            return conversation.recordOrRefuse(.security(SecurityEvent(call)), Empty(), question)
        case let call as SignCertificate: return sign(call, question)
        case is FirmwareStatusNotification, is DiagnosticsStatusNotification, is LogStatusNotification,
            is SignedFirmwareStatusNotification:
            return conversation.recordOrRefuse(.notice(notice(question, payload)), Empty(), question)
        default: throw CallError(.notSupported, "\(question.action) is for stations.")
        }
    }

    private func boot(_ call: BootNotification, _ question: Question) -> Errand {
        let boot = Boot(call)
        conversation.state.withLock { $0.boot = boot }
        adopt(boot)
        guard question.isWelcome else {
            return .introduce(boot) {
                let isRejected = self.conversation.door.isRejected(self.conversation.station)
                return self.answer(
                    boot: isRejected ? .rejected : .pending, self.conversation.settings.pendingInterval, question)
            }
        }
        return .introduce(boot) {
            .record(self.conversation.event(.booted(boot))) { failure in
                // A station has to work even while the record cannot be written, so this is no condition.
                if let failure { self.logger.warning("Boot not recorded.", metadata: ["reason": "\(failure)"]) }
                return self.answer(boot: .accepted, self.conversation.settings.heartbeatInterval, question)
            }
        }
    }

    private func answer(boot status: RegistrationStatus, _ interval: Duration, _ question: Question) -> Errand {
        let answer = {
            self.conversation.answer(
                BootNotification.Response(
                    status: status, currentTime: self.conversation.currentTime,
                    interval: Int(interval.components.seconds)), question)
        }
        guard let pause = memory.withLock({ $0.treatment.switches.bootAnswerDelayMilliseconds }) else {
            return answer()
        }
        return .wait(.milliseconds(pause), then: answer)
    }

    private func statusNotification(_ call: StatusNotification, _ question: Question) throws -> Errand {
        guard StationBounds.evses.contains(call.connectorId) else {
            throw CallError(
                .propertyConstraintViolation,
                "connectorId must be \(StationBounds.evses.lowerBound) to \(StationBounds.evses.upperBound).")
        }
        let now = conversation.environment.wallClock.now
        let status = memory.withLock { $0.take(ConnectorStatus(call), at: now) }
        return conversation.recordOrRefuse(.status(status), Empty(), question)
    }

    private func dataTransfer(_ call: OCPP16.DataTransfer, _ question: Question) -> Errand {
        let transfer = Charging.DataTransfer(
            vendor: call.vendorId.text, message: call.messageId?.text, data: call.data?.text)
        return conversation.recordOrRefuse(
            .transferred(transfer), OCPP16.DataTransfer.Response(status: "UnknownVendorId"), question)
    }

    private func sign(_ call: SignCertificate, _ question: Question) -> Errand {
        guard call.csr.utf8.count <= StationBounds.signingRequest else {
            return answer(
                signing: .refused("The request is longer than \(StationBounds.signingRequest) bytes."), question)
        }
        return .sign(request: call.csr) { self.answer(signing: $0, question) }
    }

    private func answer(signing verdict: SigningVerdict, _ question: Question) -> Errand {
        switch verdict {
        case .chain(let chain):
            return conversation.answer(
                SignCertificate.Response(status: .accepted), question,
                then: .deliver(chain: chain, use: nil, request: nil))
        case .refused(let reason):
            logger.warning("No certificate for the station.", metadata: ["reason": "\(reason)"])
            return conversation.answer(SignCertificate.Response(status: .rejected), question)
        }
    }

    func notice(_ question: Question, _ payload: Payload) -> Charging.Notice {
        Charging.Notice(action: question.action, dialect: Self.dialect, payload: payload.verbatim)
    }

    /// From now on the station is treated as its profile says.
    func adopt(_ boot: Boot) {
        let profile = conversation.environment.profiles.match(boot)
        memory.withLock { $0.treatment = profile == .standard ? .standard : Treatment(profile) }
    }
}
