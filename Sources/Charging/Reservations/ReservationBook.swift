/// The reservations of a site that have not ended.
package struct ReservationBook: Hashable, Codable, Sendable {
    package enum Outcome: Hashable, Sendable {
        case reserved(replaced: Reservation?)
        /// Every place it could have is reserved already.
        case occupied
        case refused(Refusal)
    }

    package enum Refusal: Hashable, Codable, Sendable, CustomStringConvertible {
        case expired
        case unknownEVSE(Int)
        case id
        case tooMany

        package var description: String {
            switch self {
            case .expired: "The reservation would be over before it begins; choose a time in the future."
            case .unknownEVSE(let evse): "The station has no EVSE \(evse); name one it has, or none."
            case .id: "A reservation's id fits into 32 bits; choose a smaller one."
            case .tooMany: "The site has \(ReservationBook.most) reservations already; cancel one first."
            }
        }
    }

    package static let most = 1000

    /// In the order they were made.
    package private(set) var all: [Reservation] = []
    private var lastID = 0

    package init() {}

    /// An id that no reservation here has, and that was not used just now.
    package var freeID: Int {
        let used = Set(all.map(\.id))
        var candidate = lastID
        repeat { candidate = candidate < Int(Int32.max) ? max(0, candidate) + 1 : 1 } while used.contains(candidate)
        return candidate
    }

    /// Makes a reservation; one with the same id at the same station goes.
    ///
    /// - Parameter evses: The EVSEs of the station; none while they are not known, and then one reservation for any of
    ///   them is enough. Whether one is busy or broken now is for others to say.
    package mutating func reserve(_ new: Reservation, evses: Set<Int>, at moment: Timestamp) -> Outcome {
        guard Int32(exactly: new.id) != nil else { return .refused(.id) }
        guard new.expires > moment else { return .refused(.expired) }
        if let evse = new.evse, !evses.isEmpty, !evses.contains(evse) { return .refused(.unknownEVSE(evse)) }
        let replaced = all.first { $0.id == new.id && $0.station == new.station }
        let rest = all.filter { $0 != replaced }
        guard rest.count < Self.most else { return .refused(.tooMany) }
        let others = rest.filter { $0.station == new.station && $0.expires > moment }
        let places = evses.isEmpty ? (new.evse == nil ? 1 : .max) : evses.count
        guard others.count < places, new.evse == nil || !others.contains(where: { $0.evse == new.evse }) else {
            return .occupied
        }
        all = rest + [new]
        lastID = new.id
        return .reserved(replaced: replaced)
    }

    /// `nil` when there is no such reservation, which is an answer and no error.
    package mutating func cancel(_ id: Int, at station: StationID) -> Reservation? {
        remove { $0.id == id && $0.station == station }.first
    }

    /// Removes those whose time is over.
    package mutating func expire(at moment: Timestamp) -> [Reservation] { remove { $0.expires <= moment } }

    /// The EVSE broke or went out of service, or the whole station did (`nil`), and cannot be kept for anybody.
    package mutating func release(evse: Int?, of station: StationID) -> [Reservation] {
        remove { $0.station == station && (evse == nil || $0.evse == evse) }
    }

    /// A transaction began: the reservation it uses is done.
    ///
    /// - Parameters:
    ///   - driver: Who came; `nil` where nobody says.
    ///   - named: The id the station told with the start. The station has decided then, whoever came.
    package mutating func consume(
        by driver: TagHolder?, evse: Int, of station: StationID, at moment: Timestamp, named: Int? = nil
    ) -> Reservation? {
        if let named, let used = cancel(named, at: station) { return used }
        guard let driver else { return nil }
        let fitting = all.filter { $0.station == station && $0.expires > moment && driver.mayActFor($0.driver) }
        guard let used = fitting.first(where: { $0.evse == evse }) ?? fitting.first(where: { $0.evse == nil }) else {
            return nil
        }
        return cancel(used.id, at: station)
    }

    /// Somebody else waits for this place, so the driver may not have it.
    ///
    /// - Parameter free: The station's EVSEs where nobody charges and nothing is broken. A reservation for any EVSE
    ///   only keeps one when no more are left than such reservations wait.
    package func isHeldForOther(
        than driver: TagHolder?, evse: Int, of station: StationID, free: Set<Int>, at moment: Timestamp
    ) -> Bool {
        let current = all.filter { $0.station == station && $0.expires > moment }
        let others = current.filter { driver?.mayActFor($0.driver) != true }
        if others.contains(where: { $0.evse == evse }) { return true }
        // Who has a reservation for this very place, or for any, has his turn.
        if current.contains(where: { driver?.mayActFor($0.driver) == true && ($0.evse == nil || $0.evse == evse) }) {
            return false
        }
        let waiting = others.count { $0.evse == nil }
        let open = free.union([evse]).subtracting(current.compactMap(\.evse))
        return waiting > 0 && waiting >= open.count
    }

    /// What keeps that EVSE, so that its state is Reserved.
    package func reservation(of evse: Int, at station: StationID, at moment: Timestamp) -> Reservation? {
        all.first { $0.station == station && $0.evse == evse && $0.expires > moment }
    }

    package func list(at station: StationID) -> [Reservation] { all.filter { $0.station == station } }

    private mutating func remove(where matches: (Reservation) -> Bool) -> [Reservation] {
        let gone = all.filter(matches)
        all.removeAll(where: matches)
        return gone
    }
}
