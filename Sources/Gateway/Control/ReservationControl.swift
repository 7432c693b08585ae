package import Charging

/// What people do about places that are kept for drivers.
package protocol ReservationControl: Sendable {
    /// In the order they were made.
    func reservations() async -> [Reservation]

    /// Keeps a place: the station is asked first, and where it cannot the gateway keeps it.
    func reserve(_ wish: ReservationWish) async throws(ControlError) -> Reservation

    func cancelReservation(_ id: Int, at station: StationID) async throws(ControlError)
}

/// A place somebody wants to have kept.
package struct ReservationWish: Codable, Hashable, Sendable {
    package var station: StationID
    /// `nil` for whichever is free.
    package var evse: Int?
    package var tag: Tag
    /// Whoever shows a tag of this group may have the place, too.
    package var group: Tag?
    package var until: Timestamp

    package init(station: StationID, evse: Int? = nil, tag: Tag, group: Tag? = nil, until: Timestamp) {
        self.station = station
        self.evse = evse
        self.tag = tag
        self.group = group
        self.until = until
    }
}
