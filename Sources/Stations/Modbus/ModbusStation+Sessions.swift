import Charging
import Logging

// What the registers show, as what an OCPP station would tell. Nothing counts as told before it is in the record: what
// could not be recorded is told again at the next visit.
extension ModbusStation {
    /// How often the register is told while a transaction runs.
    private static let reportInterval = Duration.minutes(1)
    /// Nobody drives away and another one comes, charges and leaves in a time as short as this. So a car that left
    /// while nobody looked for no longer got what the register shows now.
    private static let blink = Duration.minutes(3)

    func tell(_ reading: WallboxReading, _ evse: Int) async {
        do throws(RecordingError) {
            try await record(reading, evse)
            if isRecordingFailing { log(.notice, "Events are recorded again.") }
            isRecordingFailing = false
        } catch {
            // The journal raises its own condition.
            if !isRecordingFailing { log(.warning, "Event was not recorded.", reason: "\(error)") }
            isRecordingFailing = true
        }
        checkObedience(reading, evse)
        self[evse].last = reading
        self[evse].lastSeen = (reading.register, environment.wallClock.now.at)
    }

    private func record(_ reading: WallboxReading, _ evse: Int) async throws(RecordingError) {
        let now = environment.wallClock.now.at
        try await introduce()
        try await settle(evse)
        if self[evse].phase == .unknown { await remember(evse) }
        if reading.state.isPluggedIn == false { unplugged(evse) }
        try await end(reading, evse, at: now)
        self[evse].isAnother = false
        try await say(status(reading, evse))
        if self[evse].phase == .idle, reading.state == .charging { try await start(reading, evse, at: now) }
        try await report(reading, evse, at: now)
    }

    /// Tells of the wallbox once, and again when another one answers than before.
    private func introduce() async throws(RecordingError) {
        guard let boot = contact?.boot, boot != toldBoot else { return }
        try await record(.booted(boot))
        if let toldBoot, toldBoot.serialNumber != boot.serialNumber {
            for evse in evses { self[evse].isAnother = true }
        }
        toldBoot = boot
    }

    /// What ran when the gateway stopped, and what was last known of it.
    private func remember(_ evse: Int) async {
        guard let names = environment.names, let running = await names.running(at: station)[evse] else {
            return self[evse].phase = .idle
        }
        self[evse].phase = .running(running)
        if self[evse].lastSeen == nil, let sample = await names.lastSample(of: running, at: station) {
            self[evse].lastSeen = sample
        }
    }

    /// Records what the record did not take before.
    private func settle(_ evse: Int) async throws(RecordingError) {
        switch self[evse].phase {
        case .starting(let start):
            guard case .transaction(let id) = try await record(.started(start)) else {
                return self[evse].phase = .idle
            }
            self[evse].phase = .running(id)
            self[evse].reported = elapsed()
            guard start.authorization != .accepted, wallbox.profile.canPause else { return }
            stop("DeAuthorized", evse)
        case .ending(let end):
            try await record(.ended(end))
            (self[evse].phase, self[evse].stopping) = (.idle, nil)
        case .unknown, .idle, .running: return
        }
    }

    /// Whoever comes next is free to charge.
    private func unplugged(_ evse: Int) {
        let isOperative = self[evse].isOperative
        (self[evse].orders.isHeld, self[evse].orders.isReleased) = (!isOperative, isOperative)
    }

    func stop(_ reason: String, _ evse: Int) {
        (self[evse].orders.isHeld, self[evse].orders.isReleased) = (true, false)
        self[evse].stopping = reason
    }

    private func start(_ reading: WallboxReading, _ evse: Int, at now: Timestamp) async throws(RecordingError) {
        let invitation = self[evse].invitation
        let tag = reading.tag ?? invitation.flatMap { elapsed() < $0.until ? $0.tag : nil }
        let verdict = await environment.authorizer.authorize(tag, at: station, evse: evse)
        self[evse].invitation = nil
        self[evse].phase = .starting(
            TransactionStart(
                evse: evse, tag: tag, register: registerAtStart(reading, evse), timestamp: now,
                authorization: verdict.status))
        try await settle(evse)
    }

    /// What flowed since the last visit belongs to the transaction; and all of a register that begins with the car.
    private func registerAtStart(_ reading: WallboxReading, _ evse: Int) -> ExactDecimal {
        let last = self[evse].last
        guard wallbox.profile.countsSessions else {
            return last.map { min($0.register, reading.register) } ?? reading.register
        }
        guard let last, last.state.isPluggedIn != false, last.register <= reading.register else {
            return ExactDecimal(0)
        }
        return last.register
    }

    private func end(_ reading: WallboxReading, _ evse: Int, at now: Timestamp) async throws(RecordingError) {
        guard case .running(let id) = self[evse].phase else { return }
        let isGone = reading.state.isPluggedIn == false
        let isStopped = self[evse].stopping != nil && reading.state != .charging
        if isUnseen(reading, evse, at: now) {
            // Nobody saw it end. The last register that was seen counts, and the record marks the session.
            let lastSeen = self[evse].lastSeen
            if let lastSeen { try await record(.metered(report(of: id, evse, lastSeen.register, at: lastSeen.at))) }
            self[evse].phase = .ending(
                TransactionEnd(
                    transaction: Int64(id.number), register: nil, timestamp: lastSeen?.at ?? now, reason: "Other"))
        } else if isGone || isStopped {
            // A register that begins with each car may begin anew the moment this one is gone.
            let seen = wallbox.profile.countsSessions ? self[evse].lastSeen?.register : nil
            self[evse].phase = .ending(
                TransactionEnd(
                    transaction: Int64(id.number), register: max(seen ?? reading.register, reading.register),
                    timestamp: now, reason: self[evse].stopping ?? "EVDisconnected"))
        }
        try await settle(evse)
    }

    /// Whether the transaction ended at a time that nobody saw.
    private func isUnseen(_ reading: WallboxReading, _ evse: Int, at now: Timestamp) -> Bool {
        if self[evse].isAnother { return true }
        let isGone = reading.state.isPluggedIn == false
        guard let lastSeen = self[evse].lastSeen else { return isGone }
        let isLongAgo = self[evse].last == nil && now - lastSeen.at > Self.blink
        if isGone { return isLongAgo || (!wallbox.profile.countsSessions && reading.register < lastSeen.register) }
        return reading.register < lastSeen.register
    }

    private func report(_ reading: WallboxReading, _ evse: Int, at now: Timestamp) async throws(RecordingError) {
        guard case .running(let id) = self[evse].phase else { return }
        let hasChanged = self[evse].last.map { $0.state != reading.state } ?? true
        let isDue = self[evse].reported.map { elapsed() - $0 >= Self.reportInterval } ?? true
        guard hasChanged || isDue else { return }
        try await record(.metered(report(of: id, evse, reading.register, reading.values, at: now)))
        self[evse].reported = elapsed()
    }

    private func report(
        of id: TransactionID, _ evse: Int, _ register: ExactDecimal, _ values: [SampledValue] = [],
        at moment: Timestamp
    ) -> MeterReport {
        let register = SampledValue(
            value: register.description, measurand: "Energy.Active.Import.Register", unit: "Wh")
        return MeterReport(
            evse: evse, transaction: Int64(id.number),
            values: [MeterValue(timestamp: moment, sampledValues: [register] + values)])
    }

    /// What a wallbox calls plugged in means different things before, during and after a transaction.
    private func status(_ reading: WallboxReading, _ evse: Int) -> ConnectorStatus {
        var state = reading.state
        let orders = self[evse].orders
        if case .running = self[evse].phase, state == .preparing {
            state = orders.isPaused(at: elapsed()) ? .suspendedEVSE : .suspendedEV
        } else if state == .preparing, orders.isHeld {
            state = .finishing
        } else if state == .available, !self[evse].isOperative {
            state = .unavailable
        }
        return ConnectorStatus(evse: evse, state: state)
    }

    func say(_ status: ConnectorStatus) async throws(RecordingError) {
        guard status != self[status.evse].toldStatus else { return }
        try await record(.status(status))
        self[status.evse].toldStatus = status
    }

    @discardableResult
    private func record(_ event: StationEvent) async throws(RecordingError) -> Answer {
        try await environment.recorder.record(.station(station, event))
    }
}
