import Charging
import OCPP
import OCPP16

// Firmware and logs. What has no status in 1.6 is refused with an error.
extension StationDoor16 {
    private static let updateWords = AnswerWords(
        "Accepted", "Rejected", "AcceptedCanceled", "InvalidCertificate", "RevokedCertificate")
    private static let logWords = AnswerWords("Accepted", "Rejected", "AcceptedCanceled")

    func updateFirmware(_ call: UpdateFirmware) async throws(Refusal) -> CloudDoorAnswer {
        guard keeper.controls else { throw .readOnly }
        let retries = try keeper.retries(call.retries, every: call.retryInterval)
        let result = try await keeper.order(
            .updateFirmware(
                FirmwareUpdate(
                    location: try keeper.location(call.location),
                    retrieveAt: try keeper.moment(call.retrieveDate, "retrieveDate"), retries: retries.count,
                    retryIntervalSeconds: retries.seconds, requestID: keeper.requestID)))
        try Self.checkAccepted(result)
        return .result(Empty())
    }

    func updateFirmware(_ call: SignedUpdateFirmware) async throws(Refusal) -> CloudDoorAnswer {
        try await status(Self.updateWords) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let retries = try keeper.retries(call.retries, every: call.retryInterval)
            return try await keeper.order(
                .updateFirmware(
                    FirmwareUpdate(
                        location: try keeper.location(call.firmware.location.text),
                        retrieveAt: try keeper.moment(call.firmware.retrieveDateTime, "retrieveDateTime"),
                        installAt: try keeper.moment(call.firmware.installDateTime, "installDateTime"),
                        signature: call.firmware.signature.text,
                        signingCertificate: call.firmware.signingCertificate.text, retries: retries.count,
                        retryIntervalSeconds: retries.seconds, requestID: call.requestId)))
        }
    }

    /// A log tells who charged when, so it is for whoever controls the station.
    func getDiagnostics(_ call: GetDiagnostics) async throws(Refusal) -> CloudDoorAnswer {
        guard keeper.controls else { throw .readOnly }
        let retries = try keeper.retries(call.retries, every: call.retryInterval)
        let result = try await keeper.order(
            .getLog(
                LogRequest(
                    kind: .diagnostics, location: try keeper.location(call.location),
                    oldest: try keeper.moment(call.startTime, "startTime"),
                    latest: try keeper.moment(call.stopTime, "stopTime"), retries: retries.count,
                    retryIntervalSeconds: retries.seconds, requestID: keeper.requestID)))
        try Self.checkAccepted(result)
        return .result(GetDiagnostics.Response(fileName: result.fileName.map { String($0.prefix(255)) }))
    }

    func getLog(_ call: GetLog) async throws(Refusal) -> CloudDoorAnswer {
        do throws(Refusal) {
            guard keeper.controls else { throw .readOnly }
            let retries = try keeper.retries(call.retries, every: call.retryInterval)
            let result = try await keeper.order(
                .getLog(
                    LogRequest(
                        kind: call.logType == .securityLog ? .security : .diagnostics,
                        location: try keeper.location(call.log.remoteLocation.text),
                        oldest: try keeper.moment(call.log.oldestTimestamp, "oldestTimestamp"),
                        latest: try keeper.moment(call.log.latestTimestamp, "latestTimestamp"),
                        retries: retries.count, retryIntervalSeconds: retries.seconds, requestID: call.requestId)))
            return .result(
                GetLog.Response(
                    status: try Self.logWords.verdict(on: result).status,
                    filename: result.fileName.map { String($0.prefix(255)) }))
        } catch {
            return .result(GetLog.Response(status: try Self.logWords.verdict(on: error).status))
        }
    }

    private static func checkAccepted(_ result: CommandResult) throws(Refusal) {
        guard ["Accepted", "AcceptedCanceled"].contains(result.status) else {
            throw .refused("InternalError", "The station answered \(result.status.prefix(50)).")
        }
    }
}
