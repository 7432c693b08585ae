package import Charging

/// Reservations on a terminal.
package struct ReservationsText: Sendable {
    private let reservations: [Reservation]
    private let now: Timestamp
    private let isFull: Bool
    private let terminal: Terminal

    package init(_ reservations: [Reservation], now: Timestamp, full: Bool, for terminal: Terminal) {
        self.reservations = reservations
        self.now = now
        isFull = full
        self.terminal = terminal
    }

    package var lines: [String] {
        var table = Table(.number("NUMBER"), "STATION", "EVSE", "TAG", "UNTIL", "KEPT BY")
        for reservation in reservations {
            let tag = reservation.driver.tag
            table.add(
                "\(reservation.id)", "\(reservation.station)", "\(reservation.evse.map(String.init) ?? "any")",
                "\(isFull ? tag.text : tag.masked)", "\(reservation.expires.local(now: now))",
                "\(reservation.heldBy.words)")
        }
        return table.lines(for: terminal)
    }
}

extension Reservation.Holder {
    package var words: String {
        switch self {
        case .station: "the station"
        case .gateway: "the gateway"
        }
    }
}
