package import OCPP

/// A station reports how its firmware update comes along. OCPP 1.6, section 4.5.
package struct FirmwareStatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "FirmwareStatusNotification"
    /// `Downloaded`, `DownloadFailed`, `Downloading`, `Idle`, `InstallationFailed`, `Installing` or `Installed`.
    package var status: String

    package init(status: String) {
        self.status = status
    }
}
