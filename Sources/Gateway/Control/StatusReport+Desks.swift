package import Charging

extension StatusReport {
    /// A place that is kept for a driver.
    package struct Kept: Codable, Hashable, Sendable {
        package var id: Int
        /// `nil` for whichever is free.
        package var evse: Int?
        package var tag: String
        package var until: Timestamp
        package var heldBy: Reservation.Holder

        package init(_ reservation: Reservation) {
            id = reservation.id
            evse = reservation.evse
            tag = reservation.driver.tag.text
            until = reservation.expires
            heldBy = reservation.heldBy
        }
    }

    /// What load management lets a station draw.
    package struct Limit: Codable, Hashable, Sendable {
        /// 0 for every EVSE of the station.
        package var evse: Int
        /// On each phase, now.
        package var amperes: ExactDecimal
        /// It has heard nothing for so long that it has fallen back to its safe current.
        package var isSafe: Bool

        package init(evse: Int, amperes: ExactDecimal, isSafe: Bool) {
            self.evse = evse
            self.amperes = amperes
            self.isSafe = isSafe
        }

        init(_ given: GivenLimit, at now: Timestamp) {
            isSafe = now - given.at >= .seconds(given.limit.fallbackSeconds)
            evse = given.limit.evse
            amperes = isSafe ? given.limit.safeAmperes : given.limit.amperes
        }
    }
}

extension StatusReport.Station {
    /// What people and load management settled about the station.
    mutating func take(_ ledger: StationLedger, _ settled: Settled, at now: Timestamp) {
        dialect = dialect ?? boot?.dialect
        limits = ledger.limits.values.map { .init($0, at: now) }.sorted { $0.evse < $1.evse }
        listVersion = ledger.listVersion
        lastSecurityEvent = ledger.lastSecurity.map { SecurityEventReport(id, $0) }
        alarm = ledger.lastAlarm.map { SecurityEventReport(id, $0) }
        corrections = ledger.corrections
        reservations = settled.reservations.list(at: id).filter { $0.expires > now }.map { .init($0) }
        for index in connectors.indices where connectors[index].state == .available {
            guard settled.reservations.reservation(of: connectors[index].evse, at: id, at: now) != nil else { continue }
            // A station that does not reserve by itself does not say so either.
            connectors[index].state = .reserved
        }
    }

    /// What holds on one of its EVSEs.
    package func limit(on evse: Int) -> StatusReport.Limit? {
        let limits = (limits ?? []).filter { $0.evse == evse || $0.evse == 0 }
        return limits.min { $0.amperes < $1.amperes }
    }

    package func reservation(of evse: Int) -> StatusReport.Kept? { reservations?.first { $0.evse == evse } }
}
