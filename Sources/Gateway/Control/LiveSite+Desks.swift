package import Charging
import Journal
import Stations

// What people do at the desks.
extension LiveSite {
    package var now: Timestamp { wallClock.now.at }

    package func tags() async -> TagList { await tagDesk.tags() }

    package func change(_ changes: [LocalListUpdate.Change]) async throws(ControlError) -> Int {
        try await tagDesk.change(changes)
    }

    package func pushList(to station: StationID?) async throws(ControlError) -> [ListPush] {
        let present = await registry.presences.filter(\.isOnline).map(\.station)
        if let station {
            guard present.contains(station) else {
                throw await isKnown(station) ? .refused("Station \(station) is not connected.") : .unknownStation
            }
            return [await lists.push(to: station, origin: "cli")]
        }
        var pushes: [ListPush] = []
        for station in present { pushes.append(await lists.push(to: station, origin: "cli")) }
        return pushes
    }

    package func reservations() async -> [Reservation] { await journal.site().settled.reservations.all }

    package func reserve(_ wish: ReservationWish) async throws(ControlError) -> Reservation {
        guard await isKnown(wish.station) else { throw .unknownStation }
        return try await reservationDesk.reserve(wish, origin: "cli")
    }

    package func cancelReservation(_ id: Int, at station: StationID) async throws(ControlError) {
        try await reservationDesk.cancel(id, at: station, origin: "cli")
    }

    package func variables(of station: StationID, prefix: String) async throws(ControlError) -> [VariableReport] {
        guard await isKnown(station) else { throw .unknownStation }
        do {
            return try await journal.variables(of: station, prefix: prefix).map(VariableReport.init)
        } catch {
            throw .storage(String(describing: error))
        }
    }

    package func corrections(_ page: RecordPage) async throws(ControlError) -> [CorrectionReport] {
        try await newest(.correction, page).compactMap(CorrectionReport.init)
    }

    func newest(_ kind: FactKind, _ page: RecordPage) async throws(ControlError) -> [Entry] {
        do {
            return try await journal.newest(kind, of: page.station, before: page.before, limit: page.limit)
        } catch {
            throw .storage(String(describing: error))
        }
    }

    private func isKnown(_ station: StationID) async -> Bool {
        if configuration.stationNames.contains(station.rawValue) { return true }
        if await registry.presence(of: station) != nil { return true }
        return await journal.site().stations[station] != nil
    }
}
