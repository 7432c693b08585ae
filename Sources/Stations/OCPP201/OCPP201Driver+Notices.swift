import Charging
import Logging
import OCPP
import OCPP201

// What a station says that the rules make nothing of.
extension OCPP201Driver {
    /// Kept as it came, and answered as the version wants it.
    func notice(_ call: any Call, _ payload: Payload, _ question: Question) throws -> Errand {
        guard OCPP201.callsFromStations[question.action] != nil else {
            throw CallError(.notSupported, "\(question.action) is for stations.")
        }
        return conversation.recordOrRefuse(
            .notice(notice(question.action, payload)), response(to: call), question)
    }

    /// Stations may tell the state of a connector as an event of its component (G01.FR.08); then it is a status, too.
    func events(_ call: NotifyEvent, _ payload: Payload, _ question: Question) -> Errand {
        let statuses = call.eventData.compactMap { Charging.ConnectorStatus($0) }
        return record(statuses[...]) {
            conversation.recordOrRefuse(.notice(notice(question.action, payload)), Empty(), question)
        }
    }

    private func record(
        _ statuses: ArraySlice<Charging.ConnectorStatus>, then: @escaping () -> Errand
    ) -> Errand {
        guard let status = statuses.first else { return then() }
        conversation.remember(evse: status.evse)
        return .record(conversation.event(.status(status))) { failure in
            if let failure { conversation.logger.warning("Message not recorded.", metadata: ["reason": "\(failure)"]) }
            return record(statuses.dropFirst(), then: then)
        }
    }

    /// Nothing here plans for cars (ISO 15118), holds contracts or asks for revocations, and the answers say so.
    private func response(to call: any Call) -> any Encodable & Sendable {
        let unsupported = StatusInfo(reasonCode: "UnsupportedRequest")
        return switch call {
        case is NotifyEVChargingNeeds: NotifyEVChargingNeeds.Response(status: .rejected, statusInfo: unsupported)
        case is NotifyEVChargingSchedule: NotifyEVChargingSchedule.Response(status: .accepted)
        case is Get15118EVCertificate:
            Get15118EVCertificate.Response(status: .failed, exiResponse: "", statusInfo: unsupported)
        case is GetCertificateStatus: GetCertificateStatus.Response(status: .failed, statusInfo: unsupported)
        default: Empty()
        }
    }

    /// What OCPP 2.1 sends without wanting an answer.
    func errand(told action: String, _ payload: Payload) -> Errand {
        guard OCPP201.notices[action] != nil else {
            conversation.logger.info("Unknown message ignored.", metadata: ["action": "\(action.prefix(50))"])
            return .done
        }
        return .record(conversation.event(.notice(notice(action, payload)))) { failure in
            if let failure { conversation.logger.warning("Message not recorded.", metadata: ["reason": "\(failure)"]) }
            return .done
        }
    }

    /// The place is free again for the site, too. That the site knows of no such reservation is no mistake: it ends
    /// them by the clock as well.
    func reservationEnded(_ call: ReservationStatusUpdate, _ payload: Payload, _ question: Question) -> Errand {
        let settlement = Settlement.reservationCancelled(id: call.reservationId, at: station)
        return .record(.settlement(settlement)) { failure in
            if let failure {
                conversation.logger.warning("Reservation not ended.", metadata: ["reason": "\(failure)"])
            }
            return conversation.recordOrRefuse(.notice(notice(question.action, payload)), Empty(), question)
        }
    }

    func notice(_ action: String, _ payload: Payload) -> Charging.Notice {
        Charging.Notice(action: action, dialect: conversation.dialect.rawValue, payload: payload.verbatim)
    }
}
