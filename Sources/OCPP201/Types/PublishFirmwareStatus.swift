import OCPP

/// How far publishing a firmware is.
package struct PublishFirmwareStatus: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let idle = PublishFirmwareStatus(rawValue: "Idle")
    package static let downloadScheduled = PublishFirmwareStatus(rawValue: "DownloadScheduled")
    package static let downloading = PublishFirmwareStatus(rawValue: "Downloading")
    package static let downloaded = PublishFirmwareStatus(rawValue: "Downloaded")
    package static let published = PublishFirmwareStatus(rawValue: "Published")
    package static let downloadFailed = PublishFirmwareStatus(rawValue: "DownloadFailed")
    package static let downloadPaused = PublishFirmwareStatus(rawValue: "DownloadPaused")
    package static let invalidChecksum = PublishFirmwareStatus(rawValue: "InvalidChecksum")
    package static let checksumVerified = PublishFirmwareStatus(rawValue: "ChecksumVerified")
    package static let publishFailed = PublishFirmwareStatus(rawValue: "PublishFailed")
}
