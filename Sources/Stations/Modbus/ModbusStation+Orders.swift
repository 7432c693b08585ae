import Charging
import Metering

// What a wallbox is told, and whether it obeys.
extension ModbusStation {
    /// How long a wallbox and its car may take to do what they were told.
    private static let reaction = Duration.seconds(30)
    /// One that does not obey is told again so often; not at each visit, for it may keep what is written in a memory
    /// that wears out.
    private static let insistence = Duration.seconds(60)

    /// Writes what is due: at the first contact, when it changed, and again where the watchdog wants that.
    func order() async throws(BusError) {
        guard var contact else { return }
        let profile = wallbox.profile
        let setup = contact.isSetUp ? [] : profile.setup.compactMap { $0.write(true) }
        let writes = setup + [profile.heartbeat?.write].compactMap { $0 }
        if !writes.isEmpty { try await bus.write(writes, unit: wallbox.unit) }
        contact.isSetUp = true
        self.contact = contact
        for evse in evses { try await order(evse) }
    }

    private func order(_ evse: Int) async throws(BusError) {
        let now = elapsed()
        let offset = wallbox.profile.addressOffset(ofEVSE: evse)
        let due = self[evse].due(at: now).map { write in
            RegisterWrite(function: write.function, address: write.address &+ offset, words: write.words)
        }
        if !due.isEmpty { try await bus.write(due, unit: unit(of: evse)) }
        self[evse].wrote(at: now)
    }

    /// What the wallbox shows of its limit right after it was told, where it shows it. Some take a moment.
    func limitShown(by evse: Int, ordered: ExactDecimal) async throws(BusError) -> ExactDecimal? {
        guard wallbox.profile.showsLimit else { return nil }
        let first = try await read(evse).limit
        guard let first, !first.isAbout(ordered) else { return first }
        do { try await environment.clock.sleep(for: .seconds(1)) } catch { return first }
        return try await read(evse).limit ?? first
    }

    /// Notices a wallbox that takes what is written and does as it likes.
    func checkObedience(_ reading: WallboxReading, _ evse: Int) {
        let now = elapsed()
        guard let ordered = self[evse].ordered(at: now), let orderedAt = self[evse].orderedAt,
            now - orderedAt >= Self.reaction, let complaint = complaint(about: reading, evse, ordered: ordered)
        else { return health.clear(limitCondition(evse)) }
        health.raise(
            limitCondition(evse), .warning, complaint,
            remedy: "Check in its settings that it lets itself be controlled by Modbus, and by nobody else.")
        if let writtenAt = self[evse].writtenAt, now - writtenAt >= Self.insistence { self[evse].forget() }
    }

    private func complaint(about reading: WallboxReading, _ evse: Int, ordered: ExactDecimal) -> String? {
        let name = evses.count == 1 ? "Wallbox \(station)" : "EVSE \(evse) of wallbox \(station)"
        if let limit = reading.limit, !isPausedBySwitch(evse), limit.exceeds(ordered) {
            return "\(name) was told \(ordered) A and shows a limit of \(limit) A."
        }
        if let amperes = reading.amperes, amperes.exceeds(ordered) {
            return "\(name) was told \(ordered) A and draws \(amperes) A."
        }
        return nil
    }

    /// Then the limit stands as it was, and the switch is off.
    private func isPausedBySwitch(_ evse: Int) -> Bool {
        wallbox.profile.enable != nil && self[evse].orders.isPaused(at: elapsed())
    }

    private func limitCondition(_ evse: Int) -> String {
        evses.count == 1 ? "station.\(station).limit" : "station.\(station).limit.\(evse)"
    }
}

extension ExactDecimal {
    /// Less than a tenth of an ampere away.
    func isAbout(_ ordered: ExactDecimal) -> Bool {
        guard let tenth = ExactDecimal(digits: 1, scale: 1), let difference = minus(ordered),
            let opposite = ordered.minus(self)
        else { return false }
        return max(difference, opposite) < tenth
    }

    /// By more than meters and controllers are wrong: half an ampere, or 5 %.
    func exceeds(_ ordered: ExactDecimal) -> Bool {
        guard let twentieth = ordered.times(ExactDecimal(digits: 5, scale: 2) ?? ExactDecimal(0)),
            let most = ordered.plus(max(ExactDecimal(digits: 5, scale: 1) ?? ExactDecimal(0), twentieth))
        else { return false }
        return self > most
    }
}
