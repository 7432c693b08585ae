package import OCPP

/// A station reports how its diagnostics upload comes along. OCPP 1.6, section 4.4.
package struct DiagnosticsStatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "DiagnosticsStatusNotification"
    /// `Idle`, `Uploaded`, `UploadFailed` or `Uploading`.
    package var status: String

    package init(status: String) {
        self.status = status
    }
}
