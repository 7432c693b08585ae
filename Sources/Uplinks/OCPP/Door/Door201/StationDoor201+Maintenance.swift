import Charging
import OCPP
import OCPP201

// Firmware, logs and vendors' messages.
extension StationDoor201 {
    func updateFirmware(_ call: UpdateFirmware) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords(
            "Accepted", "Rejected", "AcceptedCanceled", "InvalidCertificate", "RevokedCertificate")
        return try await status(words) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let retries = try keeper.retries(call.retries, every: call.retryInterval)
            let firmware = call.firmware
            return try await keeper.order(
                .updateFirmware(
                    FirmwareUpdate(
                        location: try keeper.location(firmware.location.text),
                        retrieveAt: try keeper.moment(firmware.retrieveDateTime, "retrieveDateTime"),
                        installAt: try keeper.moment(firmware.installDateTime, "installDateTime"),
                        signature: firmware.signature?.text, signingCertificate: firmware.signingCertificate?.text,
                        retries: retries.count, retryIntervalSeconds: retries.seconds, requestID: call.requestId)))
        }
    }

    /// A log tells who charged when, so it is for whoever controls the station.
    func getLog(_ call: GetLog) async throws(Refusal) -> CloudDoorAnswer {
        var file: String?
        let verdict = try await verdict(AnswerWords("Accepted", "Rejected", "AcceptedCanceled")) {
            () throws(Refusal) in
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
            file = result.fileName.map { String($0.prefix(255)) }
            return result
        }
        return .result(
            GetLog.Response(status: verdict.status, statusInfo: StatusInfo(verdict), filename: file))
    }

    func transfer(_ call: OCPP201.DataTransfer) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords(
            "Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId", unsupported: "UnknownVendorId")
        var data: String?
        let verdict = try await verdict(words) { () throws(Refusal) in
            let result = try await keeper.order(
                .transfer(
                    Charging.DataTransfer(
                        vendor: call.vendorId.text, message: call.messageId?.text, data: call.data?.text)))
            data = result.data
            return result
        }
        return .result(
            OCPP201.DataTransfer.Response(
                status: DataTransferStatus(rawValue: verdict.status) ?? .rejected, statusInfo: StatusInfo(verdict),
                data: data.map { OpaqueText($0) }))
    }

    /// Where this box finds the CSMS is set at the site, and where the station finds this box is nobody's outside.
    func setNetworkProfile() async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", "Failed")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            throw .refused("NotEnabled", "How this CSMS is reached is set at the site.")
        }
    }
}
