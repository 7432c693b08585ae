import OCPP

/// How far a firmware update is.
package struct FirmwareStatus: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let downloaded = FirmwareStatus(rawValue: "Downloaded")
    package static let downloadFailed = FirmwareStatus(rawValue: "DownloadFailed")
    package static let downloading = FirmwareStatus(rawValue: "Downloading")
    package static let downloadScheduled = FirmwareStatus(rawValue: "DownloadScheduled")
    package static let downloadPaused = FirmwareStatus(rawValue: "DownloadPaused")
    package static let idle = FirmwareStatus(rawValue: "Idle")
    package static let installationFailed = FirmwareStatus(rawValue: "InstallationFailed")
    package static let installing = FirmwareStatus(rawValue: "Installing")
    package static let installed = FirmwareStatus(rawValue: "Installed")
    package static let installRebooting = FirmwareStatus(rawValue: "InstallRebooting")
    package static let installScheduled = FirmwareStatus(rawValue: "InstallScheduled")
    package static let installVerificationFailed = FirmwareStatus(rawValue: "InstallVerificationFailed")
    package static let invalidSignature = FirmwareStatus(rawValue: "InvalidSignature")
    package static let signatureVerified = FirmwareStatus(rawValue: "SignatureVerified")
}
