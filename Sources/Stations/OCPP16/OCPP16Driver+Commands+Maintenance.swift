import Charging
import OCPP
import OCPP16
import Synchronization

// Firmware, logs and messages on demand.
extension OCPP16Driver {
    /// A signed firmware is never sent as an unsigned one to a station that does not know signatures.
    func updateFirmware(_ update: FirmwareUpdate) async throws(CommandError) -> CommandResult {
        guard let signature = update.signature, let certificate = update.signingCertificate else {
            guard update.signature == nil, update.signingCertificate == nil else {
                throw .unsupported("A signed firmware needs its signature and its certificate; give both or neither.")
            }
            return try await updateUnsigned(update)
        }
        let firmware = Firmware(
            location: Text(update.location), retrieveDateTime: update.retrieveAt.inMilliseconds,
            signingCertificate: Text(certificate), signature: Text(signature),
            installDateTime: update.installAt?.inMilliseconds)
        return result(
            try await tell(
                SignedUpdateFirmware(
                    requestId: update.requestID, firmware: firmware, retries: update.retries,
                    retryInterval: update.retryIntervalSeconds)))
    }

    private func updateUnsigned(_ update: FirmwareUpdate) async throws(CommandError) -> CommandResult {
        _ = try await tell(
            UpdateFirmware(
                location: update.location, retrieveDate: update.retrieveAt.inMilliseconds, retries: update.retries,
                retryInterval: update.retryIntervalSeconds))
        var remarks = ["OCPP 1.6 gives no status to an unsigned update; the station reports how it goes."]
        if update.installAt != nil { remarks.append("It cannot be told when to install.") }
        return result(StatusResponse(status: "Accepted"), remarks)
    }

    func getLog(_ request: LogRequest) async throws(CommandError) -> CommandResult {
        let log = LogParameters(
            remoteLocation: Text(request.location), oldestTimestamp: request.oldest?.inMilliseconds,
            latestTimestamp: request.latest?.inMilliseconds)
        let call = GetLog(
            log: log, logType: request.kind == .security ? .securityLog : .diagnosticsLog,
            requestId: request.requestID, retries: request.retries, retryInterval: request.retryIntervalSeconds)
        do throws(CommandError) {
            let response = try await tell(call)
            var result = CommandResult(status: response.status)
            result.fileName = response.filename?.bounded
            return result
        } catch {
            guard request.kind == .diagnostics, error.isUnknownMessage else { throw error }
        }
        return try await getDiagnostics(request)
    }

    private func getDiagnostics(_ request: LogRequest) async throws(CommandError) -> CommandResult {
        let response = try await tell(
            GetDiagnostics(
                location: request.location, retries: request.retries, retryInterval: request.retryIntervalSeconds,
                startTime: request.oldest?.inMilliseconds, stopTime: request.latest?.inMilliseconds))
        var result = CommandResult(status: "Accepted")
        result.fileName = response.fileName?.bounded
        result.remark = "This station does not know GetLog; GetDiagnostics was sent instead."
        if response.fileName == nil { result.remark! += " It has nothing to upload." }
        return result
    }

    /// TriggerMessage can ask for six messages, and ExtendedTriggerMessage for some others.
    func trigger(_ message: String, _ evse: Int?) async throws(CommandError) -> CommandResult {
        let isNew = message == "SignChargingStationCertificate"
        let message = isNew ? ExtendedTrigger.signChargePointCertificate.rawValue : message
        let extended = ExtendedTrigger(rawValue: message)
        guard Self.triggers.contains(message) else {
            guard let extended else {
                let known = Set(Self.triggers).union(ExtendedTrigger.allCases.map(\.rawValue)).sorted()
                throw .unsupported(
                    "A station of OCPP 1.6 cannot be asked for \(message.bounded); it can for "
                        + known.joined(separator: ", ") + ".")
            }
            return result(try await tell(ExtendedTriggerMessage(requestedMessage: extended, connectorId: evse)))
        }
        do throws(CommandError) {
            let response = try await tell(TriggerMessage(requestedMessage: message, connectorId: evse))
            guard response.status == "NotImplemented", extended != nil else { return result(response) }
        } catch {
            guard error.isUnknownMessage, extended != nil else { throw error }
        }
        return try await triggerExtended(extended, evse)
    }

    private static let triggers = [
        "BootNotification", "DiagnosticsStatusNotification", "FirmwareStatusNotification", "Heartbeat", "MeterValues",
        "StatusNotification",
    ]

    private func triggerExtended(_ message: ExtendedTrigger?, _ evse: Int?) async throws(CommandError) -> CommandResult
    {
        guard let message else { return CommandResult(status: "NotImplemented") }
        let response = try await tell(ExtendedTriggerMessage(requestedMessage: message, connectorId: evse))
        return result(response, ["This station does not take TriggerMessage; ExtendedTriggerMessage was sent instead."])
    }
}
