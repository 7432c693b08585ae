package import OCPP

/// A station reports that a reservation is over without having been used. OCPP 2.0.1, functional block H.
package struct ReservationStatusUpdate: Call, Hashable {
    package typealias Response = Empty
    package static let action = "ReservationStatusUpdate"
    package var reservationId: Int
    package var reservationUpdateStatus: ReservationUpdateStatus

    package init(reservationId: Int, reservationUpdateStatus: ReservationUpdateStatus) {
        self.reservationId = reservationId
        self.reservationUpdateStatus = reservationUpdateStatus
    }
}
