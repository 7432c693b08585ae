import Charging
package import OCPP
import OCPP201

/// The door to a station as OCPP 2.0.1 and 2.1 have it, whatever the station itself speaks. OCPP 2.0.1 Part 2.
package struct StationDoor201: CloudDoor {
    let keeper: Doorkeeper

    package init(_ keeper: Doorkeeper) { self.keeper = keeper }

    package func answer(_ action: String, _ payload: Payload, over dialect: Dialect) async -> CloudDoorAnswer {
        guard let type = OCPP201.callsToStations[action] else {
            return .error(
                OCPP201.calls[action] == nil
                    ? CallError(.notImplemented, "There is no message \(action.prefix(50)) here.")
                    : CallError(.notSupported, "\(action) is what stations send."))
        }
        let message: any Call
        do throws(PayloadError) {
            message = try payload.decode(type)
        } catch {
            return .error(error.callError(in: dialect))
        }
        do throws(Refusal) {
            return try await answer(message)
        } catch {
            return .error(error.callError)
        }
    }

    private func answer(_ message: any Call) async throws(Refusal) -> CloudDoorAnswer {
        switch message {
        // Provisioning
        case let call as GetVariables: try await getVariables(call)
        case let call as SetVariables: try await setVariables(call)
        case let call as GetBaseReport: try await getBaseReport(call)
        case let call as GetReport: try await getReport(call)
        case let call as Reset: try await reset(call)
        case is SetNetworkProfile: try await setNetworkProfile()
        // Authorization, and its local list
        case is ClearCache:
            try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
                try await keeper.order(.clearCache)
            }
        case is GetLocalListVersion: try await getLocalListVersion()
        case let call as SendLocalList: try await sendLocalList(call)
        // Transactions and remote control
        case let call as GetTransactionStatus: await transactionStatus(call)
        case let call as RequestStartTransaction: try await requestStart(call)
        case let call as RequestStopTransaction: try await requestStop(call)
        case let call as TriggerMessage: try await trigger(call)
        case let call as UnlockConnector: try await unlock(call)
        // Availability and reservations
        case let call as ChangeAvailability: try await changeAvailability(call)
        case let call as ReserveNow: try await reserve(call)
        case let call as CancelReservation:
            try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
                try await keeper.order(.cancelReservation(id: call.reservationId))
            }
        // Smart charging
        case let call as SetChargingProfile: try await setChargingProfile(call)
        case let call as ClearChargingProfile: try await clearChargingProfile(call)
        case let call as GetChargingProfiles: try await getChargingProfiles(call)
        case let call as GetCompositeSchedule: try await getCompositeSchedule(call)
        // Firmware and logs
        case let call as UpdateFirmware: try await updateFirmware(call)
        case let call as GetLog: try await getLog(call)
        case is PublishFirmware:
            try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
                throw .unsupported("This station offers no firmware to others.")
            }
        case is UnpublishFirmware: .result(StatusResponse(status: "NoFirmware"))
        // Certificates
        case let call as CertificateSigned: try await deliverCertificate(call)
        case let call as InstallCertificate: try await installCertificate(call)
        case let call as DeleteCertificate: try await deleteCertificate(call)
        case let call as GetInstalledCertificateIds: try await listCertificates(call)
        case let call as OCPP201.DataTransfer: try await transfer(call)
        default: try await pass(message)
        }
    }

    /// For the many messages whose answer is one word, and perhaps a reason.
    func status(
        _ words: AnswerWords, then: (@Sendable () async -> Void)? = nil,
        _ body: () async throws(Refusal) -> CommandResult
    ) async throws(Refusal) -> CloudDoorAnswer {
        let verdict = try await self.verdict(words, body)
        return .result(StatusResponse(verdict), then: verdict.status == "Accepted" ? then : nil)
    }

    /// The result in these words, or the refusal where they have one for it.
    func verdict(
        _ words: AnswerWords, _ body: () async throws(Refusal) -> CommandResult
    ) async throws(Refusal) -> Verdict {
        do throws(Refusal) {
            return try words.verdict(on: try await body())
        } catch {
            return try words.verdict(on: error)
        }
    }
}

extension StatusResponse {
    init(_ verdict: Verdict) { self.init(status: verdict.status, statusInfo: StatusInfo(verdict)) }
}

extension StatusInfo {
    /// `nil` where there is nothing to add.
    init?(_ verdict: Verdict) {
        guard let reason = verdict.reason else { return nil }
        self.init(reasonCode: Text(String(reason.prefix(20))), additionalInfo: verdict.info.flatMap(Self.info))
    }

    init(_ refusal: Refusal) {
        self.init(reasonCode: Text(String(refusal.reason.prefix(20))), additionalInfo: Self.info(refusal.sentence))
    }

    private static func info(_ text: String) -> GrowingText<512, 1024>? {
        text.isEmpty ? nil : GrowingText(String(String.UnicodeScalarView(text.unicodeScalars.prefix(512))))
    }
}
