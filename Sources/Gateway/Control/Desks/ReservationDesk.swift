import Charging

/// Keeps places for drivers: by the station where it can, and by the gateway where it cannot.
actor ReservationDesk {
    let commands: CommandDesk
    let site: @Sendable () async -> Site
    private let wallClock: any WallClock
    /// Nobody asks here before he charges there.
    private let mute: Set<StationID>
    /// Asked for at a station, and not in the record yet.
    private var pending: [Reservation] = []

    init(
        commands: CommandDesk, site: @escaping @Sendable () async -> Site, wallClock: any WallClock,
        mute: Set<StationID> = []
    ) {
        self.commands = commands
        self.site = site
        self.wallClock = wallClock
        self.mute = mute
    }

    func reserve(_ wish: ReservationWish, origin: String) async throws(ControlError) -> Reservation {
        let site = await site()
        let group = wish.group ?? site.settled.holder(of: wish.tag.text)?.group
        let reservation = Reservation(
            id: book(of: site).freeID, station: wish.station, evse: wish.evse,
            driver: TagHolder(tag: wish.tag, group: group), expires: wish.until, created: wallClock.now.at)
        do throws(NotKept) {
            return try await keep(reservation, site, origin: origin)
        } catch {
            throw error.forPeople
        }
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

    /// - Parameter reservation: as it is wished for; returned as it is kept.
    func keep(_ wish: Reservation, _ site: Site, origin: String) async throws(NotKept) -> Reservation {
        guard !mute.contains(wish.station) else {
            throw .refused("Rejected", "Nobody can be kept from \(wish.station): it does not talk.")
        }
        var (reservation, book) = (wish, book(of: site))
        let former = book.list(at: wish.station).first { $0.id == wish.id }
        guard former == nil || former?.cloud == wish.cloud else {
            throw .refused("Rejected", "Somebody else has a reservation of the number \(wish.id); choose another one.")
        }
        let evses = Set(site.stations[wish.station]?.evses.keys.filter { $0 > 0 } ?? [])
        switch book.reserve(wish, evses: evses, at: wallClock.now.at) {
        case .reserved: break
        case .occupied: throw .refused("Occupied", "That place is reserved already.")
        case .refused(let refusal): throw .refused("Rejected", refusal.description)
        }
        pending.append(wish)
        defer { pending.removeAll { $0 == wish } }
        reservation.heldBy = try await holder(of: wish, insteadOf: former, origin: origin)
        if reservation.heldBy == .gateway, let refusal = site.stations[wish.station]?.reasonNotToKeep(wish.evse) {
            throw refusal
        }
        guard let problem = await problem(settling: reservation) else { return reservation }
        // What is not in the record must not be kept by the station either.
        if reservation.heldBy == .station {
            _ = try? await commands.perform(
                .cancelReservation(id: reservation.id), on: reservation.station, origin: origin)
        }
        throw .unsettled(problem)
    }

    /// The reservations there are, and those that are being made.
    private func book(of site: Site) -> ReservationBook {
        var book = site.settled.reservations
        for other in pending { _ = book.reserve(other, evses: [], at: wallClock.now.at) }
        return book
    }

    private func problem(settling reservation: Reservation) async -> ControlError? {
        do {
            return try await commands.recorder.settle(.reserved(reservation)).map { .refused($0) }
        } catch {
            return error
        }
    }

    /// Asks the station, and says who keeps the place then.
    private func holder(
        of wish: Reservation, insteadOf former: Reservation?, origin: String
    ) async throws(NotKept) -> Reservation.Holder {
        var asked = wish
        asked.heldBy = .station
        // Where the station keeps the one before, the gateway cannot keep this one in its place.
        let mayKeep = former?.heldBy != .station
        let result: CommandResult
        do throws(CommandError) {
            result = try await commands.perform(.reserve(asked), on: wish.station, origin: origin)
        } catch {
            switch error {
            // It does not know the message, or is not there to be asked: other drivers are refused by the gateway.
            case .refused, .unsupported, .notConnected, .notBooted:
                if mayKeep { return .gateway }
                throw .unasked(wish.station, error)
            case .timedOut, .disconnected, .unreadable, .busy: throw .unasked(wish.station, error)
            }
        }
        switch result.status {
        case "Accepted": return .station
        // OCPP says so for a station that does not reserve, or not without a connector (1.6, section 7.36).
        case "Rejected" where mayKeep: return .gateway
        default:
            throw .refused(
                result.status,
                "Station \(wish.station) answers: \(result.status).\(result.reason.map { " \($0)" } ?? "")")
        }
    }
}

/// Why a place is not kept.
enum NotKept: Error {
    /// The word of OCPP for it, and a sentence.
    case refused(String, String)
    /// Whether the station keeps it is not known.
    case unasked(StationID, CommandError)
    case unsettled(ControlError)

    var forPeople: ControlError {
        switch self {
        case .refused(_, let sentence): .refused(sentence)
        case .unsettled(let error): error
        case .unasked(let station, let error):
            .refused(
                "Station \(station) may or may not keep the place: \(error.words) Look at it, and try again.")
        }
    }
}

extension StationLedger {
    /// Why a place cannot be kept now, which a station that reserves would say itself; `nil` where it can.
    fileprivate func reasonNotToKeep(_ wanted: Int?) -> NotKept? {
        let known = evses.keys.filter { $0 > 0 }
        guard !known.isEmpty else { return nil }
        let free = freeEVSEs.filter { evses[$0]?.status?.state.isPluggedIn != true }
        if let wanted, known.contains(wanted), !free.contains(wanted) {
            let word =
                switch evses[wanted]?.status?.state {
                case .faulted: "Faulted"
                case .unavailable: "Unavailable"
                default: "Occupied"
                }
            return .refused(word, "EVSE \(wanted) is occupied or out of service; choose another one.")
        }
        return free.isEmpty
            ? .refused("Occupied", "Every EVSE of the station is occupied or out of service.") : nil
    }
}
