import OCPP

/// How far a log upload is.
package struct UploadLogStatus: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let badMessage = UploadLogStatus(rawValue: "BadMessage")
    package static let idle = UploadLogStatus(rawValue: "Idle")
    package static let notSupportedOperation = UploadLogStatus(rawValue: "NotSupportedOperation")
    package static let permissionDenied = UploadLogStatus(rawValue: "PermissionDenied")
    package static let uploaded = UploadLogStatus(rawValue: "Uploaded")
    package static let uploadFailure = UploadLogStatus(rawValue: "UploadFailure")
    package static let uploading = UploadLogStatus(rawValue: "Uploading")
    package static let acceptedCanceled = UploadLogStatus(rawValue: "AcceptedCanceled")
}
