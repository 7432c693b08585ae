import Charging

/// Keeps places for drivers: by the station where it can, and by the gateway where it cannot.
actor ReservationDesk {
    private let commands: CommandDesk
    private let site: @Sendable () async -> Site
    private let wallClock: any WallClock
    /// Asked for at a station, and not in the record yet.
    private var pending: [Reservation] = []

    init(commands: CommandDesk, site: @escaping @Sendable () async -> Site, wallClock: any WallClock) {
        self.commands = commands
        self.site = site
        self.wallClock = wallClock
    }

    func reserve(_ wish: ReservationWish, origin: String) async throws(ControlError) -> Reservation {
        let site = await site()
        let now = wallClock.now.at
        var book = site.settled.reservations
        let evses = Set(site.stations[wish.station]?.evses.keys.filter { $0 > 0 } ?? [])
        for other in pending { _ = book.reserve(other, evses: [], at: now) }
        let group = wish.group ?? site.settled.holder(of: wish.tag.text)?.group
        var reservation = Reservation(
            id: book.freeID, station: wish.station, evse: wish.evse, driver: TagHolder(tag: wish.tag, group: group),
            expires: wish.until, created: now)
        switch book.reserve(reservation, evses: evses, at: now) {
        case .reserved: break
        case .occupied: throw .refused("That place is reserved already.")
        case .refused(let refusal): throw .refused(refusal.description)
        }
        pending.append(reservation)
        defer { pending.removeAll { $0.id == reservation.id } }
        reservation.heldBy = try await holder(of: reservation, origin: origin)
        if reservation.heldBy == .gateway, let reason = site.stations[wish.station]?.reasonNotToKeep(wish.evse) {
            throw .refused(reason)
        }
        guard let problem = await problem(settling: reservation) else { return reservation }
        // What is not in the record must not be kept by the station either.
        if reservation.heldBy == .station {
            _ = try? await commands.perform(
                .cancelReservation(id: reservation.id), on: reservation.station, origin: origin)
        }
        throw problem
    }

    func cancel(_ id: Int, at station: StationID, origin: String) async throws(ControlError) {
        let known = await site().settled.reservations.list(at: station).first { $0.id == id }
        guard let known else { throw .refused("There is no reservation \(id) at \(station).") }
        if known.heldBy == .station {
            do {
                // Accepted or not: afterwards the station does not have it.
                _ = try await commands.perform(.cancelReservation(id: id), on: station, origin: origin)
            } catch {
                throw .refused(
                    "Station \(station) keeps the place itself and could not be told: \(error.words) Try again later, "
                        + "or wait until it is over.")
            }
        }
        if let refusal = try await commands.recorder.settle(.reservationCancelled(id: id, at: station)) {
            throw .refused(refusal)
        }
    }

    private func problem(settling reservation: Reservation) async -> ControlError? {
        do {
            return try await commands.recorder.settle(.reserved(reservation)).map { .refused($0) }
        } catch {
            return error
        }
    }

    /// Asks the station, and says who keeps the place then.
    private func holder(of reservation: Reservation, origin: String) async throws(ControlError) -> Reservation.Holder {
        var asked = reservation
        asked.heldBy = .station
        do {
            let result = try await commands.perform(.reserve(asked), on: reservation.station, origin: origin)
            switch result.status {
            case "Accepted": return .station
            // OCPP says so for a station that does not reserve, or not without a connector (1.6, section 7.36).
            case "Rejected": return .gateway
            default: throw ControlError.refused("Station \(reservation.station) answers: \(result.status).")
            }
        } catch let error as ControlError {
            throw error
        } catch let error as CommandError {
            switch error {
            // It does not know the message, or is not there to be asked: other drivers are refused by the gateway.
            case .refused, .unsupported, .notConnected, .notBooted: return .gateway
            case .timedOut, .disconnected, .unreadable, .busy:
                throw .refused(
                    "Station \(reservation.station) may or may not keep the place: \(error.words) Look at it, and try "
                        + "again.")
            }
        } catch {
            throw .refused(String(describing: error))
        }
    }
}

extension StationLedger {
    /// Why a place cannot be kept now, which a station that reserves would say itself; `nil` where it can.
    fileprivate func reasonNotToKeep(_ wanted: Int?) -> String? {
        let known = evses.keys.filter { $0 > 0 }
        guard !known.isEmpty else { return nil }
        let free = freeEVSEs.filter { evses[$0]?.status?.state.isPluggedIn != true }
        if let wanted, known.contains(wanted), !free.contains(wanted) {
            return "EVSE \(wanted) is occupied or out of service; choose another one."
        }
        return free.isEmpty ? "Every EVSE of the station is occupied or out of service." : nil
    }
}

extension CommandError {
    /// As a sentence.
    var words: String {
        switch self {
        case .notConnected: "it is not connected."
        case .notBooted: "it has not introduced itself yet."
        case .timedOut: "it did not answer in time."
        case .refused(let code, _): "it answered with the error \(code)."
        case .unreadable: "its answer could not be read."
        case .busy: "too many commands wait for it."
        case .disconnected: "the connection broke before it answered."
        case .unsupported(let reason): reason
        }
    }
}
