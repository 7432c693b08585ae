import OCPP

/// Withdraws a reservation. OCPP 1.6, section 5.1.
///
/// It is answered `Accepted` or `Rejected`.
package struct CancelReservation: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "CancelReservation"
    package var reservationId: Int

    package init(reservationId: Int) {
        self.reservationId = reservationId
    }
}
