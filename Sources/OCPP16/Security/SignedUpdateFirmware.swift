import OCPP

/// Asks a station to fetch and install a signed firmware. OCPP 1.6 security white paper.
///
/// It is answered `Accepted`, `Rejected`, `AcceptedCanceled`, `InvalidCertificate` or `RevokedCertificate`.
package struct SignedUpdateFirmware: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SignedUpdateFirmware"
    /// The SignedFirmwareStatusNotifications of this update repeat it.
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
