package import OCPP

/// A station reports how its firmware update comes along. OCPP 2.0.1, functional block L.
package struct FirmwareStatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "FirmwareStatusNotification"
    package var status: FirmwareStatus
    package var requestId: Int?

    package init(status: FirmwareStatus, requestId: Int? = nil) {
        self.status = status
        self.requestId = requestId
    }
}
