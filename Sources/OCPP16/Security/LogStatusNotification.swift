package import OCPP

/// A station reports how a log upload comes along. OCPP 1.6 security white paper.
package struct LogStatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "LogStatusNotification"
    /// `BadMessage`, `Idle`, `NotSupportedOperation`, `PermissionDenied`, `Uploaded`, `UploadFailure` or `Uploading`.
    package var status: String
    /// Absent only where it is `Idle`.
    package var requestId: Int?

    package init(status: String, requestId: Int? = nil) {
        self.status = status
        self.requestId = requestId
    }
}
