package import OCPP

/// A local controller reports how publishing a firmware comes along. OCPP 2.0.1, functional block L.
package struct PublishFirmwareStatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "PublishFirmwareStatusNotification"
    package var status: PublishFirmwareStatus
    /// At most 512 characters.
    package var location: [String]?
    package var requestId: Int?

    package init(status: PublishFirmwareStatus, location: [String]? = nil, requestId: Int? = nil) {
        self.status = status
        self.location = location
        self.requestId = requestId
    }
}
