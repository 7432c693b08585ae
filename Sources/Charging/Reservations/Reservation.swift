/// A place at a station that is kept for one driver until he comes or the time is over.
package struct Reservation: Hashable, Codable, Sendable {
    package enum Holder: String, Codable, Sendable, CaseIterable {
        /// The station knows of it and refuses others by itself.
        case station
        /// The station cannot reserve; the gateway refuses other tags.
        case gateway
    }

    /// Unique at its station; clouds choose it, and each cloud link is one station.
    package var id: Int
    package var station: StationID
    /// `nil` for whichever EVSE is free. OCPP 1.6 writes that as connector 0.
    package let evse: Int?
    package var driver: TagHolder
    package var expires: Timestamp
    package var created: Timestamp
    package var heldBy: Holder
    /// In the words of OCPP 2.0.1: `cType2`, `cCCS2`, …
    package var connectorType: String?
    /// The cloud that asked for it; `nil` where people did.
    package var cloud: UplinkName?

    package init(
        id: Int, station: StationID, evse: Int?, driver: TagHolder, expires: Timestamp, created: Timestamp,
        heldBy: Holder = .gateway, connectorType: String? = nil,
        cloud: UplinkName? = nil
    ) {
        self.id = id
        self.station = station
        self.evse = evse == 0 ? nil : evse
        self.driver = driver
        self.expires = expires
        self.created = created
        self.heldBy = heldBy
        self.connectorType = connectorType.map { String($0.prefix(20)) }
        self.cloud = cloud
    }
}

/// Why a reservation is no more.
package enum ReservationEnd: String, Codable, Sendable, CaseIterable {
    /// The driver came.
    case used = "Used"
    case cancelled = "Cancelled"
    case expired = "Expired"
    /// Another one with the same id took its place.
    case replaced = "Replaced"
    /// The EVSE broke or was taken out of service.
    case removed = "Removed"
}
