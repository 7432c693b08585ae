package import OCPP

/// Asks a local controller to offer a firmware to the stations behind it. OCPP 2.0.1, functional block L.
///
/// It is answered `Accepted` or `Rejected`.
package struct PublishFirmware: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "PublishFirmware"
    package var location: GrowingText<512, 2000>
    package var checksum: Text<32>
    package var requestId: Int
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?

    package init(
        location: GrowingText<512, 2000>, checksum: Text<32>, requestId: Int, retries: Int? = nil,
        retryInterval: Int? = nil
    ) {
        self.location = location
        self.checksum = checksum
        self.requestId = requestId
        self.retries = retries
        self.retryInterval = retryInterval
    }
}
