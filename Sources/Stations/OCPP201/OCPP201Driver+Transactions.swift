import Charging
import Logging
import OCPP
import OCPP201

// What a station says of transactions, of tags and of its meters.
extension OCPP201Driver {
    func transactionEvent(_ call: TransactionEvent, _ payload: Payload, _ question: Question) throws -> Errand {
        guard !call.transactionInfo.transactionId.isEmpty else {
            throw CallError(.propertyConstraintViolation, "transactionId must not be empty.")
        }
        switch call.eventType {
        case .started, .updated, .ended: break
        default: throw CallError(.propertyConstraintViolation, "\(call.eventType) is no type of event.")
        }
        // Prices of the station's own are nobody's business here; whoever settles them finds them as they came.
        let isBilled = conversation.dialect == .ocpp21 && (try? payload.decode(TransactionBilling.self))?.isTold == true
        guard isBilled else { return transactionEvent(call, question) }
        return .recordPatiently(conversation.event(.notice(notice(question.action, payload)))) { _ in
            transactionEvent(call, question)
        }
    }

    private func transactionEvent(_ call: TransactionEvent, _ question: Question) -> Errand {
        guard let token = call.idToken else { return record(call, nil, question) }
        return .authorize(
            tag: token.tag, evse: call.evse?.id, transaction: call.transactionInfo.transactionId.bounded
        ) { record(call, $0, question) }
    }

    private func record(_ call: TransactionEvent, _ verdict: AuthorizationVerdict?, _ question: Question) -> Errand {
        let event = StationEvent(call, verdict, receivedAt: environment.wallClock.now.at)
        let response = TransactionEvent.Response(idTokenInfo: verdict.map { IdTokenInfo($0) })
        return .recordPatiently(conversation.event(event)) { _ in conversation.answer(response, question) }
    }

    func authorize(_ call: Authorize, _ question: Question) -> Errand {
        // A contract certificate proves who the car is, and nothing here can check it: nobody is known by it.
        if call.certificate != nil || call.iso15118CertificateHashData?.isEmpty == false {
            return conversation.answer(
                Authorize.Response(
                    idTokenInfo: IdTokenInfo(status: .invalid), certificateStatus: .noCertificateAvailable), question)
        }
        return .authorize(tag: call.idToken.tag, evse: nil) {
            conversation.answer(Authorize.Response(idTokenInfo: IdTokenInfo($0)), question)
        }
    }

    func meterValues(_ call: MeterValues, _ question: Question) -> Errand {
        let report = MeterReport(call, receivedAt: environment.wallClock.now.at)
        if report.values.isEmpty { return conversation.answer(Empty(), question) }
        return .recordPatiently(conversation.event(.metered(report))) { _ in conversation.answer(Empty(), question) }
    }
}
