import OCPP

/// Withdraws a reservation. OCPP 2.0.1, functional block H.
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
