package import OCPP

/// A connector, or with connector 0 the station, reports its state. OCPP 1.6, section 4.9.
package struct StatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "StatusNotification"
    package var connectorId: Int
    /// One of nine words by the standard.
    package var status: ChargePointStatus
    /// `NoError` when nothing is wrong; vendors use words of their own.
    package var errorCode: String?
    package var info: String?
    /// ISO 8601 as the station wrote it.
    package var timestamp: String?
    package var vendorId: String?
    package var vendorErrorCode: String?

    package init(
        connectorId: Int, status: ChargePointStatus, errorCode: String? = "NoError", timestamp: String? = nil
    ) {
        self.connectorId = connectorId
        self.status = status
        self.errorCode = errorCode
        self.timestamp = timestamp
    }
}
