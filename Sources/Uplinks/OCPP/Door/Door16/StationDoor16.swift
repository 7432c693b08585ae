import Charging
package import OCPP
import OCPP16

/// The door to a station as OCPP 1.6 has it, whatever the station itself speaks. OCPP 1.6, section 5.
package struct StationDoor16: CloudDoor {
    let keeper: Doorkeeper

    package init(_ keeper: Doorkeeper) { self.keeper = keeper }

    package func answer(_ action: String, _ payload: Payload, over dialect: Dialect) async -> CloudDoorAnswer {
        guard let type = OCPP16.callsToStations[action] else {
            return .error(
                OCPP16.calls[action] == nil
                    ? CallError(.notImplemented, "OCPP 1.6 has no message \(action.prefix(50)).")
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
        // Core
        case let call as RemoteStartTransaction: try await remoteStart(call)
        case let call as RemoteStopTransaction: try await remoteStop(call)
        case let call as Reset: try await reset(call)
        case let call as UnlockConnector: try await unlock(call)
        case let call as ChangeAvailability: try await changeAvailability(call)
        case let call as ChangeConfiguration: try await changeConfiguration(call)
        case let call as GetConfiguration: try await getConfiguration(call)
        case is ClearCache:
            try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
                try await keeper.order(.clearCache)
            }
        case let call as OCPP16.DataTransfer: try await transfer(call)
        // Firmware management
        case let call as UpdateFirmware: try await updateFirmware(call)
        case let call as GetDiagnostics: try await getDiagnostics(call)
        // Local authorization list management
        case is GetLocalListVersion: try await getLocalListVersion()
        case let call as SendLocalList: try await sendLocalList(call)
        // Reservation
        case let call as ReserveNow: try await reserve(call)
        case let call as CancelReservation:
            try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
                try await keeper.order(.cancelReservation(id: call.reservationId))
            }
        // Smart charging
        case let call as SetChargingProfile: try await setChargingProfile(call)
        case let call as ClearChargingProfile: try await clearChargingProfile(call)
        case let call as GetCompositeSchedule: try await getCompositeSchedule(call)
        // Remote trigger
        case let call as TriggerMessage: try await trigger(call.requestedMessage, call.connectorId)
        case let call as ExtendedTriggerMessage:
            try await trigger(call.requestedMessage.rawValue, call.connectorId)
        // Security
        case let call as SignedUpdateFirmware: try await updateFirmware(call)
        case let call as GetLog: try await getLog(call)
        case let call as CertificateSigned: try await deliverCertificate(call)
        case let call as InstallCertificate: try await installCertificate(call)
        case let call as DeleteCertificate: try await deleteCertificate(call)
        case let call as GetInstalledCertificateIds: try await listCertificates(call)
        default: throw .unsupported("\(type(of: message).action) has no answer here.")
        }
    }

    /// For the many messages whose answer is one word.
    func status(
        _ words: AnswerWords, then: (@Sendable () async -> Void)? = nil,
        _ body: () async throws(Refusal) -> CommandResult
    ) async throws(Refusal) -> CloudDoorAnswer {
        let verdict: Verdict
        do throws(Refusal) {
            verdict = try words.verdict(on: try await body())
        } catch {
            verdict = try words.verdict(on: error)
        }
        return .result(StatusResponse(status: verdict.status), then: verdict.status == "Accepted" ? then : nil)
    }
}
