import OCPP

/// Asks a station to fetch and install a firmware. OCPP 2.0.1, functional block L.
///
/// It is answered `Accepted`, `Rejected`, `AcceptedCanceled`, `InvalidCertificate` or `RevokedCertificate`.
package struct UpdateFirmware: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "UpdateFirmware"
    package var requestId: Int
    package var firmware: Firmware
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?

    package init(requestId: Int, firmware: Firmware, retries: Int? = nil, retryInterval: Int? = nil) {
        self.requestId = requestId
        self.firmware = firmware
        self.retries = retries
        self.retryInterval = retryInterval
    }
}
