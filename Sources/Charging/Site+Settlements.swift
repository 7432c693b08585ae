// What the rules make of what people and clouds settle.
extension Site {
    mutating func decide(_ settlement: Settlement, at stamp: Stamp) -> Answer {
        switch settlement {
        case .localList(let update): return decide(update, at: stamp)
        case .learned(let learned): conclude(.learned(learned), about: .site, at: stamp)
        case .cacheCleared: conclude(.cacheCleared(CacheCleared()), about: .site, at: stamp)
        case .reserved(let reservation): return decide(reservation, at: stamp)
        case .reservationCancelled(let id, let station):
            guard let known = settled.reservations.list(at: station).first(where: { $0.id == id }) else {
                return .refused("There is no reservation \(id) at \(station).")
            }
            end(known, .cancelled, stamp)
        case .credentials(let station, let credentials):
            conclude(.credentials(credentials), about: .station(station), at: stamp)
        case .certificate(let station, let change): conclude(.certificate(change), about: .station(station), at: stamp)
        case .acknowledged(let station):
            guard stations[station]?.lastAlarm != nil else {
                return .refused("Station \(station) has raised no alarm.")
            }
            conclude(.acknowledged(Acknowledgement()), about: .station(station), at: stamp)
        }
        return .recorded
    }

    private mutating func decide(_ update: LocalListUpdate, at stamp: Stamp) -> Answer {
        switch settled.localList.outcome(of: update) {
        case .accepted:
            conclude(.localList(update), about: .site, at: stamp)
            return .recorded
        case .versionMismatch:
            return .refused("The list has version \(settled.localList.version) already; send a later one.")
        case .failed(let fault): return .refused(fault.description)
        }
    }

    private mutating func decide(_ reservation: Reservation, at stamp: Stamp) -> Answer {
        var book = settled.reservations
        switch book.reserve(reservation, evses: evses(of: reservation.station), at: stamp.at) {
        case .reserved(let replaced):
            if let replaced { end(replaced, .replaced, stamp) }
            conclude(.reserved(reservation), about: .station(reservation.station), at: stamp)
            return .recorded
        case .occupied: return .refused("That place is reserved already.")
        case .refused(let refusal): return .refused(refusal.description)
        }
    }

    private func evses(of station: StationID) -> Set<Int> {
        Set(stations[station]?.evses.keys.filter { $0 > 0 } ?? [])
    }

    mutating func endOverdueReservations(at stamp: Stamp) {
        for reservation in settled.reservations.all where reservation.expires <= stamp.at {
            end(reservation, .expired, stamp)
        }
    }

    /// Whoever a place is kept for has come, or the station says by its number that he has.
    mutating func useReservation(
        tag: String?, evse: Int, of station: StationID, named: Int64? = nil, for transaction: TransactionID?,
        at stamp: Stamp
    ) {
        guard !settled.reservations.all.isEmpty else { return }
        var book = settled.reservations
        let named = named.flatMap { Int(exactly: $0) }
        let holder = settled.holder(of: tag)
        guard let used = book.consume(by: holder, evse: evse, of: station, at: stamp.at, named: named) else { return }
        end(used, .used, for: transaction, stamp)
    }

    /// A place that is broken or out of service cannot be kept for anybody.
    mutating func releaseReservations(_ status: ConnectorStatus, of station: StationID, at stamp: Stamp) {
        guard status.state == .faulted || status.state == .unavailable else { return }
        var book = settled.reservations
        for gone in book.release(evse: status.evse == 0 ? nil : status.evse, of: station) {
            end(gone, .removed, stamp)
        }
    }

    private mutating func end(
        _ reservation: Reservation, _ end: ReservationEnd, for transaction: TransactionID? = nil, _ stamp: Stamp
    ) {
        // A station of OCPP 2 that keeps the place tells how that ended.
        let isTold =
            reservation.heldBy == .station && stations[reservation.station]?.boot?.dialect.hasPrefix("ocpp2") == true
        let ended = EndedReservation(
            id: reservation.id, end: end, cloud: isTold ? nil : reservation.cloud, transaction: transaction)
        conclude(.reservationEnded(ended), about: .station(reservation.station), at: stamp)
    }

    /// The session says which of its cloud's reservations it used, also where the station knows of none.
    private mutating func note(_ ended: EndedReservation, at station: StationID) {
        guard let transaction = ended.transaction, ended.cloud != nil,
            let evse = stations[station]?.draft(of: transaction)?.session.evse
        else { return }
        stations[station]?.change(transaction, in: evse) { $0.session.reservation = Int64(ended.id) }
    }
}

// How the site remembers what was settled.
extension Site {
    mutating func foldSettlement(_ fact: Fact, about subject: Subject, at stamp: Stamp) {
        switch (fact, subject) {
        case (.localList(let update), _): _ = settled.localList.apply(update)
        case (.learned(let learned), _): settled.cache.learn(learned.tag, learned.answer, at: stamp.at)
        case (.cacheCleared, _): settled.cache.clear()
        case (.reserved(let reservation), _):
            _ = settled.reservations.reserve(reservation, evses: evses(of: reservation.station), at: stamp.at)
        case (.reservationEnded(let ended), .station(let station)):
            _ = settled.reservations.cancel(ended.id, at: station)
            note(ended, at: station)
        case (.credentials(let credentials), .station(let station)): settled.credentials[station] = credentials
        case (.certificate(let change), .station(let station)):
            settled.take(change, of: station, at: stamp.at)
        case (.command(let outcome), .station(let station)): fold(outcome, of: station, at: stamp)
        default: break
        }
    }

    /// What a station agreed to changes what it has: its profiles and its list.
    private mutating func fold(_ outcome: CommandOutcome, of station: StationID, at stamp: Stamp) {
        guard let result = outcome.result else { return }
        let isAccepted = result.status == "Accepted"
        switch outcome.command {
        case .setChargingProfile(let profile, let evse) where isAccepted:
            install(profile, evse, station)
        case .clearChargingProfiles(let criteria) where isAccepted || result.status == "Unknown":
            _ = stations[station]?.profiles.clear(criteria)
        case .limit(let limit) where isAccepted:
            stations[station, default: .init()].limits[limit.evse] = GivenLimit(limit: limit, at: stamp.at)
        case .sendLocalList(let update) where isAccepted:
            stations[station, default: .init()].listVersion = update.version
            stations[station]?.listKeeper = update.cloud
        case .getLocalListVersion: stations[station, default: .init()].listVersion = result.listVersion
        default: break
        }
    }

    /// The station has taken the profile, so what this side thinks of it does not count any more.
    private mutating func install(_ profile: ChargingProfile, _ evse: Int, _ station: StationID) {
        var ledger = stations[station] ?? StationLedger()
        let running = ledger.evses.compactMapValues { $0.running?.session.transaction }
        let namesThem = ledger.boot?.dialect.hasPrefix("ocpp2") == true
        let rules = ProfileRules(replacing: namesThem ? .sameID : .sameLevel, running: running)
        _ = ledger.profiles.set(profile, on: evse, by: rules)
        stations[station] = ledger
    }
}
