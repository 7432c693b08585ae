import Charging
import OCPP
import OCPP16

// What stations tell of firmware and logs, of their security, and in words of their own.

extension Language16.Occasion {
    func vendorMessage(_ transfer: Charging.DataTransfer) -> Rendering {
        // Cut it would be another message, which nobody understands.
        guard transfer.vendor.unicodeScalars.count <= 255, transfer.message?.unicodeScalars.count ?? 0 <= 50,
            transfer.data?.utf8.count ?? 0 <= Language16.mostBytes
        else { return .nothing("The vendor's message is larger than OCPP 1.6 allows.") }
        return .messages([
            OutgoingMessage(
                .other,
                OCPP16.DataTransfer(vendorId: transfer.vendor, messageId: transfer.message, data: transfer.data))
        ])
    }

    func progress(_ notice: Charging.Notice) -> Rendering {
        let told = notice.dialect == Dialect.ocpp16.rawValue ? of16(notice) : of201(notice)
        guard let told else { return .nothing("OCPP 1.6 has no message for it.") }
        return .messages([OutgoingMessage(.other, told)])
    }

    private func of16(_ notice: Charging.Notice) -> (any Call)? {
        guard let told = Progress(notice.payload) else { return nil }
        switch notice.action {
        case FirmwareStatusNotification.action where Progress.firmware.contains(told.status):
            return FirmwareStatusNotification(status: told.status)
        case DiagnosticsStatusNotification.action where Progress.diagnostics.contains(told.status):
            return DiagnosticsStatusNotification(status: told.status)
        case LogStatusNotification.action where Progress.log.contains(told.status):
            return LogStatusNotification(status: told.status, requestId: told.requestId)
        case SignedFirmwareStatusNotification.action where Progress.signedFirmware.contains(told.status):
            return SignedFirmwareStatusNotification(status: told.status, requestId: told.requestId)
        default: return nil
        }
    }

    /// OCPP 2.0.1 has one message for firmware and one for logs, and finer words.
    private func of201(_ notice: Charging.Notice) -> (any Call)? {
        guard let told = Progress(notice.payload) else { return nil }
        switch notice.action {
        case FirmwareStatusNotification.action:
            return Progress.coarse[told.status].map { FirmwareStatusNotification(status: $0) }
        case LogStatusNotification.action where Progress.log.contains(told.status):
            if takes(LogStatusNotification.action) {
                return LogStatusNotification(status: told.status, requestId: told.requestId)
            }
            let word = told.status == "UploadFailure" ? "UploadFailed" : told.status
            return Progress.diagnostics.contains(word) ? DiagnosticsStatusNotification(status: word) : nil
        default: return nil
        }
    }
}

extension Language16 {
    /// The words of 2.0.1 that 1.6 spells otherwise.
    private static let securityWords = [
        "CsmsFailedToAuthenticate": "CentralSystemFailedToAuthenticate",
        "FailedToAuthenticateAtCsms": "FailedToAuthenticateAtCentralSystem",
        "InvalidChargingStationCertificate": "InvalidChargePointCertificate",
        "InvalidCsmsCertificate": "InvalidCentralSystemCertificate",
    ]

    static func message(_ event: SecurityEvent, at moment: Timestamp) -> SecurityEventNotification {
        SecurityEventNotification(
            type: Words.cut(securityWords[event.type] ?? event.type, 50),
            timestamp: Words.time(event.timestamp ?? moment), techInfo: event.detail.map { Words.cut($0, 255) })
    }
}

/// How an update or an upload comes along, in any version.
private struct Progress: Decodable {
    var status: String
    var requestId: Int?

    static let firmware: Set<String> = [
        "DownloadFailed", "Downloaded", "Downloading", "Idle", "InstallationFailed", "Installed", "Installing",
    ]
    static let signedFirmware = firmware.union([
        "DownloadPaused", "DownloadScheduled", "InstallRebooting", "InstallScheduled", "InstallVerificationFailed",
        "InvalidSignature", "SignatureVerified",
    ])
    static let diagnostics: Set<String> = ["Idle", "UploadFailed", "Uploaded", "Uploading"]
    static let log: Set<String> = [
        "BadMessage", "Idle", "NotSupportedOperation", "PermissionDenied", "UploadFailure", "Uploaded", "Uploading",
    ]
    /// What the finer words are for somebody who knows only how far an update is. One that is scheduled is not under
    /// way.
    static let coarse = Dictionary(uniqueKeysWithValues: firmware.map { ($0, $0) }).merging([
        "DownloadPaused": "Downloading", "InstallRebooting": "Installing", "InstallScheduled": "Downloaded",
        "InstallVerificationFailed": "InstallationFailed", "InvalidSignature": "InstallationFailed",
        "SignatureVerified": "Downloaded",
    ]) { word, _ in word }

    init?(_ json: String) {
        guard case .result(_, let payload) = Frame("[3,\"1\",\(json)]"), let told = try? payload.decode(Self.self)
        else {
            return nil
        }
        self = told
    }
}
