package import OCPP

/// Keeps a connector free for an idTag. OCPP 1.6, section 5.13.
///
/// It is answered `Accepted`, `Faulted`, `Occupied`, `Rejected` or `Unavailable`.
package struct ReserveNow: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ReserveNow"
    /// 0 is any connector of the station.
    package var connectorId: Int
    /// ISO 8601.
    package var expiryDate: String
    package var idTag: Text<20>
    /// The same id replaces a reservation.
    package var reservationId: Int
    package var parentIdTag: Text<20>?

    package init(
        connectorId: Int, expiryDate: String, idTag: Text<20>, reservationId: Int, parentIdTag: Text<20>? = nil
    ) {
        self.connectorId = connectorId
        self.expiryDate = expiryDate
        self.idTag = idTag
        self.reservationId = reservationId
        self.parentIdTag = parentIdTag
    }
}
