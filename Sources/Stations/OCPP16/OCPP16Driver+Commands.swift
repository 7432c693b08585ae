package import Charging
import OCPP
import OCPP16
import Synchronization

extension OCPP16Driver {
    package func perform(_ command: Command) async throws(CommandError) -> CommandResult {
        guard conversation.state.withLock({ $0.isBooted }) else { throw .notBooted }
        switch command {
        case .requestStart(let tag, let evse, let profile): return try await requestStart(tag, evse, profile)
        case .requestStop(let transaction):
            return result(try await tell(RemoteStopTransaction(transactionId: transaction.number)))
        case .reset(let kind): return result(try await tell(Reset(type: kind == .hard ? .hard : .soft)))
        case .unlock(let evse): return result(try await tell(UnlockConnector(connectorId: evse)))
        case .changeAvailability(let evse, let operative):
            let call = ChangeAvailability(connectorId: evse, type: operative ? .operative : .inoperative)
            return result(try await tell(call))
        case .getConfiguration(let keys): return try await getConfiguration(keys)
        case .changeConfiguration(let key, let value): return try await changeConfiguration(key, value)
        case .clearCache: return result(try await tell(ClearCache()))
        case .trigger(let message, let evse): return try await trigger(message, evse)
        case .transfer(let transfer): return try await self.transfer(transfer)
        case .getLocalListVersion: return try await getLocalListVersion()
        case .sendLocalList(let update): return try await sendLocalList(update)
        case .reserve(let reservation): return try await reserve(reservation)
        case .cancelReservation(let id): return result(try await tell(CancelReservation(reservationId: id)))
        case .setChargingProfile(let profile, let evse): return try await setChargingProfile(profile, evse)
        case .clearChargingProfiles(let criteria): return try await clearChargingProfiles(criteria)
        case .getChargingProfiles:
            throw .unsupported(
                "A station of OCPP 1.6 cannot be asked for its profiles; ask for the composite schedule instead.")
        case .getCompositeSchedule(let evse, let seconds, let unit):
            return try await getCompositeSchedule(evse, seconds, unit)
        case .limit(let limit): return try await self.limit(limit)
        case .updateFirmware(let update): return try await updateFirmware(update)
        case .getLog(let request): return try await getLog(request)
        case .getReport: return try await getReport()
        case .installCertificate(let use, let pem): return try await installCertificate(use, pem)
        case .deleteCertificate(let name): return try await deleteCertificate(name)
        case .listCertificates(let use): return try await listCertificates(use)
        case .deliverCertificate(let chain):
            return result(try await tell(CertificateSigned(certificateChain: Text(chain))))
        case .raiseSecurityProfile(let change): return try await raiseSecurityProfile(change)
        case .call(let action, let payload): return try await call(action, payload)
        }
    }

    /// Sends the call, and waits for the answer as long as this station may take for it.
    func tell<Message: Call>(_ message: Message) async throws(CommandError) -> Message.Response {
        try await caller.ask(message, within: answerTimeout)
    }

    var answerTimeout: Duration? { memory.withLock { $0.treatment.answerTimeout } }

    func result(_ response: StatusResponse, _ remarks: [String] = []) -> CommandResult {
        var result = CommandResult(status: response.status)
        if !remarks.isEmpty { result.remark = remarks.joined(separator: " ") }
        return result
    }

    private func transfer(_ transfer: Charging.DataTransfer) async throws(CommandError) -> CommandResult {
        let call = OCPP16.DataTransfer(
            vendorId: transfer.vendor, messageId: transfer.message, data: transfer.data)
        let response = try await tell(call)
        return CommandResult(status: response.status, data: response.data?.text)
    }
}

extension CommandError {
    /// The station does not know the message, whatever it would have said in it.
    var isUnknownMessage: Bool {
        guard case .refused(let code, _) = self else { return false }
        return [CallErrorCode.notImplemented, .notSupported].contains(CallErrorCode(rawValue: code))
    }

    /// The station refused, and the same asked in another way may be taken.
    var isRefusal: Bool { if case .refused = self { true } else { false } }
}
