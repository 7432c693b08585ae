import Charging
import OCPP
import OCPP201

// What has nothing to do with transactions.
extension EntryTranslation201 {
    func rendering(_ transfer: Charging.DataTransfer) -> Rendering {
        message(
            OCPP201.DataTransfer(
                vendorId: Text(transfer.vendor), messageId: transfer.message.map { Text($0) },
                data: transfer.data.map { OpaqueText($0) }))
    }

    func rendering(_ event: SecurityEvent) -> Rendering {
        message(
            SecurityEventNotification(
                type: (Self.securityEvents[event.type] ?? event.type).limited(to: 50),
                timestamp: believed(event.timestamp ?? entry.stamp.at).rfc3339,
                techInfo: event.detail?.limited(to: 255)))
    }

    /// What is called otherwise in 1.6.
    private static let securityEvents = [
        "FailedToAuthenticateAtCentralSystem": "FailedToAuthenticateAtCsms",
        "CentralSystemFailedToAuthenticate": "CsmsFailedToAuthenticate",
        "InvalidCentralSystemCertificate": "InvalidCsmsCertificate",
        "InvalidChargePointCertificate": "InvalidChargingStationCertificate",
    ]

    /// Whoever asked for it hears of its end, and nobody else knows its number.
    func rendering(_ ended: EndedReservation) -> Rendering {
        guard let cloud = ended.cloud, language.belongs(to: cloud) else {
            return .nothing("It is no reservation of this CSMS, or the station tells of it.")
        }
        switch ended.end {
        case .expired:
            return message(ReservationStatusUpdate(reservationId: ended.id, reservationUpdateStatus: .expired))
        case .removed:
            return message(ReservationStatusUpdate(reservationId: ended.id, reservationUpdateStatus: .removed))
        case .used, .cancelled, .replaced: return .nothing("The CSMS knows how the reservation ended.")
        }
    }

    func rendering(_ notice: Charging.Notice) -> Rendering {
        guard let payload = Language201.payload(notice.payload) else { return .nothing("What came is no JSON.") }
        if notice.dialect == Dialect.ocpp16.rawValue { return rendering(notice, of16: payload) }
        guard Self.passed.contains(notice.action), let type = OCPP201.callsFromStations[notice.action],
            let call = try? payload.decode(type)
        else { return .nothing("\(notice.action.limited(to: 50)) is between the station and this site.") }
        return message(nameless(call))
    }

    /// What a CSMS can make something of. Whatever wants an answer for the car or a certificate is not among it: the
    /// station was answered long ago.
    private static let passed: Set<String> = [
        FirmwareStatusNotification.action, PublishFirmwareStatusNotification.action, LogStatusNotification.action,
        NotifyEvent.action, NotifyMonitoringReport.action, NotifyDisplayMessages.action,
        NotifyCustomerInformation.action, NotifyChargingLimit.action, ClearedChargingLimit.action,
        ReportChargingProfiles.action, ReservationStatusUpdate.action, NotifyReport.action,
    ]

    /// Without the station's own names of its transactions, which the CSMS knows by others.
    private func nameless(_ call: any Call) -> any Call {
        switch call {
        case var call as NotifyEvent:
            for index in call.eventData.indices { call.eventData[index].transactionId = nil }
            return call
        case var call as NotifyDisplayMessages:
            for index in (call.messageInfo ?? []).indices { call.messageInfo?[index].transactionId = nil }
            return call
        case var call as ReportChargingProfiles:
            for index in call.chargingProfile.indices { call.chargingProfile[index].transactionId = nil }
            return call
        default: return call
        }
    }

    private struct Progress16: Decodable {
        var status: String
        var requestId: Int?
    }

    private func rendering(_ notice: Charging.Notice, of16 payload: Payload) -> Rendering {
        guard let progress = try? payload.decode(Progress16.self) else {
            return .nothing("\(notice.action.limited(to: 50)) of OCPP 1.6 has no place in OCPP 2.")
        }
        switch notice.action {
        case "FirmwareStatusNotification", "SignedFirmwareStatusNotification":
            guard let status = FirmwareStatus(known: progress.status) else { break }
            return message(FirmwareStatusNotification(status: status, requestId: progress.requestId))
        case "DiagnosticsStatusNotification", "LogStatusNotification":
            let word = progress.status == "UploadFailed" ? "UploadFailure" : progress.status
            guard let status = UploadLogStatus(known: word) else { break }
            return message(LogStatusNotification(status: status, requestId: progress.requestId))
        default: break
        }
        return .nothing("\(notice.action.limited(to: 50)) of OCPP 1.6 has no place in OCPP 2.")
    }

    /// What stations made up may be more than the version allows; then nothing is told, for a part says something else.
    private func message(_ call: any Call) -> Rendering {
        do {
            try check(call)
            return .messages([OutgoingMessage(.other, call)])
        } catch {
            return .nothing("\(type(of: call).action) cannot be told in \(dialect.rawValue): \(error.sentence)")
        }
    }

    private func check(_ call: some Call) throws(PayloadError) {
        _ = try FrameWriter.call(call, id: MessageID(""), dialect)
    }
}
