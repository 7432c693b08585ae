package import OCPP

/// A station reports how its signed firmware update comes along. OCPP 1.6 security white paper.
package struct SignedFirmwareStatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "SignedFirmwareStatusNotification"
    /// One of fourteen words by the standard.
    package var status: String
    /// Absent only where it is `Idle`.
    package var requestId: Int?

    package init(status: String, requestId: Int? = nil) {
        self.status = status
        self.requestId = requestId
    }
}
