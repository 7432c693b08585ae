import Charging
import Logging
import OCPP
import OCPP201
import Synchronization

extension OCPP201Driver {
    func errand(_ payload: Payload, _ question: Question) throws -> Errand {
        guard let type = OCPP201.calls[question.action] else {
            throw CallError(.notImplemented, "\(question.action) is not known here.")
        }
        try conversation.demandWelcome(question, boot: BootNotification.action)
        try demandBoot(question)
        return try errand(payload.decode(type), payload, question)
    }

    /// OCPP 2.0.1, B02 and B03: a station that was never accepted has to introduce itself before anything else.
    private func demandBoot(_ question: Question) throws(CallError) {
        guard
            conversation.mayLeaveOutBoot || question.action == BootNotification.action
                || conversation.state.withLock({ $0.isBooted })
        else { throw CallError(.securityError, "This station has to send a BootNotification first.") }
    }

    private func errand(_ call: any Call, _ payload: Payload, _ question: Question) throws -> Errand {
        switch call {
        case let call as TransactionEvent: return try transactionEvent(call, payload, question)
        case let call as StatusNotification: return try statusNotification(call, question)
        case is Heartbeat:
            return conversation.answer(Heartbeat.Response(currentTime: conversation.currentTime), question)
        case let call as Authorize: return authorize(call, question)
        case let call as MeterValues: return meterValues(call, question)
        case let call as BootNotification: return boot(call, question)
        case let call as NotifyReport: return report(call, question)
        case let call as SecurityEventNotification:
            return conversation.recordOrRefuse(.security(SecurityEvent(call)), Empty(), question)
        case let call as OCPP201.DataTransfer: return dataTransfer(call, question)
        case let call as SignCertificate: return sign(call, question)
        case let call as NotifyEvent: return events(call, payload, question)
        case let call as ReservationStatusUpdate: return reservationEnded(call, payload, question)
        default: return try notice(call, payload, question)
        }
    }

    private func boot(_ call: BootNotification, _ question: Question) -> Errand {
        let boot = Boot(call, conversation.dialect)
        let hasBooted = conversation.state.withLock { state in
            state.boot = boot
            return state.isBooted
        }
        // One that was only asked to introduce itself after a reconnect is what it was.
        let isNews = !(hasBooted && call.reason == .triggered)
        guard question.isWelcome else {
            return .introduce(boot) {
                let isRejected = conversation.door.isRejected(conversation.station)
                return conversation.answer(
                    bootResponse(isRejected ? .rejected : .pending, conversation.settings.pendingInterval), question)
            }
        }
        return .introduce(boot) {
            .record(conversation.event(.booted(boot))) { failure in
                // A station has to work even while the record cannot be written, so this is no condition.
                if let failure { conversation.logger.warning("Boot not recorded.", metadata: ["reason": "\(failure)"]) }
                return conversation.answer(
                    bootResponse(.accepted, conversation.settings.heartbeatInterval), question,
                    then: isNews && conversation.settings.asksForReport ? .report : nil)
            }
        }
    }

    private func bootResponse(_ status: RegistrationStatus, _ interval: Duration) -> BootNotification.Response {
        BootNotification.Response(
            currentTime: conversation.currentTime, interval: Int(interval.components.seconds), status: status)
    }

    private func statusNotification(_ call: StatusNotification, _ question: Question) throws -> Errand {
        guard StationBounds.evses.contains(call.evseId), StationBounds.evses.contains(call.connectorId) else {
            let bounds = StationBounds.evses
            throw CallError(
                .propertyConstraintViolation,
                "evseId and connectorId must be \(bounds.lowerBound) to \(bounds.upperBound).")
        }
        conversation.remember(evse: call.evseId)
        return conversation.recordOrRefuse(.status(Charging.ConnectorStatus(call)), Empty(), question)
    }

    private func dataTransfer(_ call: OCPP201.DataTransfer, _ question: Question) -> Errand {
        let transfer = Charging.DataTransfer(
            vendor: call.vendorId.text, message: call.messageId?.text, data: call.data?.text)
        return conversation.recordOrRefuse(
            .transferred(transfer), OCPP201.DataTransfer.Response(status: .unknownVendorId), question)
    }

    private func report(_ call: NotifyReport, _ question: Question) -> Errand {
        let report = DeviceReport(call)
        if report.variables.isEmpty { return conversation.answer(Empty(), question) }
        return conversation.recordOrRefuse(.variables(report), Empty(), question)
    }

    private func sign(_ call: SignCertificate, _ question: Question) -> Errand {
        // The site's CA vouches for stations, and not for what a car would believe.
        guard call.certificateType == nil || call.certificateType == .chargingStationCertificate else {
            return rejected("Only certificates of charging stations are signed here.", question)
        }
        return .sign(request: call.csr) { verdict in
            switch verdict {
            case .refused(let reason): return rejected(reason, question)
            case .chain(let chain):
                return conversation.answer(
                    SignCertificate.Response(status: .accepted), question,
                    then: .deliver(
                        chain: chain, use: call.certificateType?.rawValue,
                        request: conversation.dialect == .ocpp21 ? call.requestId : nil))
            }
        }
    }

    private func rejected(_ reason: String, _ question: Question) -> Errand {
        conversation.logger.warning("Signing request rejected.", metadata: ["reason": "\(reason)"])
        let info = StatusInfo(reasonCode: "InvalidCSR", additionalInfo: GrowingText(String(reason.prefix(500))))
        return conversation.answer(SignCertificate.Response(status: .rejected, statusInfo: info), question)
    }
}
