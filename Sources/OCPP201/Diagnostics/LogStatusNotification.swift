package import OCPP

/// A station reports how a log upload comes along. OCPP 2.0.1, functional block N.
package struct LogStatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "LogStatusNotification"
    package var status: UploadLogStatus
    package var requestId: Int?

    package init(status: UploadLogStatus, requestId: Int? = nil) {
        self.status = status
        self.requestId = requestId
    }
}
