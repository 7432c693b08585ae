package import Charging
import OCPP
import OCPP201
import Synchronization

extension OCPP201Driver {
    package func perform(_ command: Command) async throws(CommandError) -> CommandResult {
        guard conversation.state.withLock({ $0.isBooted }) else { throw .notBooted }
        return switch command {
        case .requestStart(let tag, let evse, let profile): try await requestStart(tag, evse, profile)
        case .requestStop(let transaction):
            try await perform(RequestStopTransaction(transactionId: Text(try await name(of: transaction))))
        case .reset(let kind): try await perform(Reset(type: kind == .hard ? .immediate : .onIdle))
        case .unlock(let evse): try await perform(UnlockConnector(evseId: evse, connectorId: 1))
        case .changeAvailability(let evse, let operative):
            try await perform(
                ChangeAvailability(
                    operationalStatus: operative ? .operative : .inoperative, evse: evse == 0 ? nil : EVSE(id: evse)))
        case .getConfiguration(let keys): try await getConfiguration(keys)
        case .changeConfiguration(let key, let value): try await changeConfiguration(key, value)
        case .clearCache: try await perform(ClearCache())
        case .trigger(let message, let evse): try await trigger(message, evse)
        case .transfer(let transfer): try await self.transfer(transfer)
        case .getLocalListVersion: try await getLocalListVersion()
        case .sendLocalList(let update): try await perform(SendLocalList(update))
        case .reserve(let reservation): try await perform(try ReserveNow(reservation))
        case .cancelReservation(let id): try await perform(CancelReservation(reservationId: id))
        case .setChargingProfile(let profile, let evse): try await setChargingProfile(profile, evse)
        case .clearChargingProfiles(let criteria): try await clearChargingProfiles(criteria)
        case .getChargingProfiles(let criteria): try await getChargingProfiles(criteria)
        case .getCompositeSchedule(let evse, let seconds, let unit):
            try await getCompositeSchedule(evse, seconds, unit)
        case .limit(let limit): try await self.limit(limit)
        case .updateFirmware(let update): try await perform(UpdateFirmware(update))
        case .getLog(let request): try await getLog(request)
        case .getReport(let kind): try await getReport(kind)
        case .installCertificate(let use, let pem): try await perform(InstallCertificate(use, pem))
        case .deleteCertificate(let name):
            try await perform(DeleteCertificate(certificateHashData: CertificateHashData(name)))
        case .listCertificates(let use): try await listCertificates(use)
        case .deliverCertificate(let chain): try await perform(CertificateSigned(certificateChain: Text(chain)))
        case .raiseSecurityProfile(let change): try await raiseSecurityProfile(change)
        case .call(let action, let payload): try await call(action, payload)
        }
    }

    /// For the many commands whose answer is a status and perhaps a reason.
    func perform<Message: Call>(
        _ message: Message
    ) async throws(CommandError) -> CommandResult where Message.Response == StatusResponse {
        let response = try await caller.ask(message)
        return CommandResult(status: response.status, reason: response.reason)
    }

    /// What the station calls a transaction.
    func name(of transaction: TransactionID) async throws(CommandError) -> String {
        guard let name = await environment.names?.name(of: transaction, at: station) else {
            throw .unsupported(
                "No transaction \(transaction) runs at this station: it is over, or was never there. "
                    + "See ohmstead status for those that run.")
        }
        return name
    }

    /// The standard leaves the choice of an EVSE to the station, but many stations refuse to choose: where the station
    /// has only one it is named, and after a refusal the first one is.
    private func requestStart(
        _ tag: String, _ evse: Int?, _ profile: Charging.ChargingProfile?
    ) async throws(CommandError) -> CommandResult {
        let evses = conversation.state.withLock { $0.evses.sorted() }
        let choice = evse ?? (evses.count == 1 ? evses.first : nil)
        var call = RequestStartTransaction(
            idToken: IdToken(tag: tag), remoteStartId: environment.numbers.next(), evseId: choice,
            chargingProfile: try profile.map { profile throws(CommandError) in try self.profile(forStart: profile) })
        let first = try await caller.ask(call)
        guard choice == nil, first.status == "Rejected", let evse = evses.first else { return CommandResult(first) }
        call.evseId = evse
        return CommandResult(try await caller.ask(call))
    }

    /// The words of both versions are understood.
    private func trigger(_ message: String, _ evse: Int?) async throws(CommandError) -> CommandResult {
        let word =
            switch message {
            case "DiagnosticsStatusNotification": "LogStatusNotification"
            case "SignChargePointCertificate": "SignChargingStationCertificate"
            default: message
            }
        guard let trigger = MessageTrigger(rawValue: word) else {
            throw .unsupported("A station of OCPP 2 cannot be asked to send \(message.prefix(50)).")
        }
        // A status is that of a connector (F06.FR.12).
        let place = evse.flatMap { $0 == 0 ? nil : EVSE(id: $0, connectorId: trigger == .statusNotification ? 1 : nil) }
        return try await perform(TriggerMessage(requestedMessage: trigger, evse: place))
    }

    private func transfer(_ transfer: Charging.DataTransfer) async throws(CommandError) -> CommandResult {
        let call = OCPP201.DataTransfer(
            vendorId: Text(transfer.vendor), messageId: transfer.message.map { Text($0) },
            data: transfer.data.map { OpaqueText($0) })
        let response = try await caller.ask(call)
        return CommandResult(
            status: response.status.rawValue, data: response.data?.text, reason: response.statusInfo?.sentence)
    }

    private func getLocalListVersion() async throws(CommandError) -> CommandResult {
        var result = CommandResult(status: "Accepted")
        result.listVersion = try await caller.ask(GetLocalListVersion()).versionNumber
        return result
    }

    private func getLog(_ request: LogRequest) async throws(CommandError) -> CommandResult {
        let response = try await caller.ask(GetLog(request))
        var result = CommandResult(status: response.status, reason: response.statusInfo?.sentence)
        result.fileName = response.filename
        return result
    }
}

extension CommandResult {
    fileprivate init(_ response: RequestStartTransaction.Response) {
        self.init(status: response.status, reason: response.statusInfo?.sentence)
        // The cable was plugged in first, and the transaction began with it.
        remark = response.transactionId.map { "The station's transaction \($0) runs already and takes the tag." }
    }
}
