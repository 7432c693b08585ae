import OCPP

/// What became of a reservation.
package struct ReservationUpdateStatus: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let expired = ReservationUpdateStatus(rawValue: "Expired")
    package static let removed = ReservationUpdateStatus(rawValue: "Removed")
    package static let noTransaction = ReservationUpdateStatus(rawValue: "NoTransaction")
}
