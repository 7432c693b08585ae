import Charging

/// Somebody stands at a station: what the site's state says about him there.
struct Visit: Sendable {
    var tag: Tag?
    var station: StationID
    /// `nil` where the station did not say which.
    var evse: Int?
    var at: Timestamp
    var masterGroup: Tag?

    /// The tags of transactions anywhere else. One at this very place is the transaction he is asked about, and where
    /// the place is not known it may be.
    func tagsRunningElsewhere(_ site: Site) -> Set<Tag> {
        var tags: Set<Tag> = []
        for (id, ledger) in site.stations {
            for (number, place) in ledger.evses where !isHere(id, number) {
                if let told = place.running?.session.tag, let tag = Tag(told) { tags.insert(tag) }
            }
        }
        return tags
    }

    /// Every place he could have is kept for somebody else. Whoever may stop what runs here is not kept from it.
    func isKeptForOthers(_ site: Site, group: Tag?) -> Bool {
        let ledger = site.stations[station] ?? StationLedger()
        let known = site.settled.holder(of: tag?.text)
        let driver = known.map { TagHolder(tag: $0.tag, group: group ?? $0.group) }
        let running = ledger.evses.filter { isHere(station, $0.key) }.compactMap { $0.value.running?.session.tag }
        if let driver, running.contains(where: { mayStop(driver, $0, site) }) { return false }
        let free = ledger.freeEVSEs
        let places = evse.map { [$0] } ?? (ledger.evses.keys.allSatisfy { $0 == 0 } ? [1] : Array(free))
        guard !places.isEmpty else { return false }
        return places.allSatisfy {
            site.settled.reservations.isHeldForOther(than: driver, evse: $0, of: station, free: free, at: at)
        }
    }

    private func isHere(_ id: StationID, _ number: Int) -> Bool {
        id == station && (evse == nil || evse == number)
    }

    private func mayStop(_ driver: TagHolder, _ told: String, _ site: Site) -> Bool {
        guard let starter = site.settled.holder(of: told) else { return false }
        return driver.mayStop(startedBy: starter, masterGroup: masterGroup)
    }
}

extension StationLedger {
    /// Where nobody charges and nothing is broken.
    var freeEVSEs: Set<Int> {
        Set(
            evses.filter { number, evse in
                number > 0 && evse.running == nil && evse.status?.state != .faulted
                    && evse.status?.state != .unavailable
            }.keys)
    }
}
