import Charging
import Logging

// What the registers show, as what an OCPP station would tell. Nothing counts as told before it is in the record: what
// could not be recorded is told again at the next visit.
extension ModbusStation {
    /// How often the register is told while a transaction runs.
    private static let reportInterval = Duration.minutes(1)

    func tell(_ reading: WallboxReading) async {
        do throws(RecordingError) {
            try await record(reading)
            if isRecordingFailing { log(.notice, "Events are recorded again.") }
            isRecordingFailing = false
        } catch {
            // The journal raises its own condition.
            if !isRecordingFailing { log(.warning, "Event was not recorded.", reason: "\(error)") }
            isRecordingFailing = true
        }
        last = reading
        lastSeen = (reading.register, environment.wallClock.now.at)
    }

    private func record(_ reading: WallboxReading) async throws(RecordingError) {
        let now = environment.wallClock.now.at
        let isAnother = try await introduce()
        try await settle()
        if phase == .unknown {
            let running = await environment.names?.running(at: station)[1]
            phase = running.map(Phase.running) ?? .idle
        }
        if reading.state.isPluggedIn == false { unplugged() }
        try await end(reading, isAnother: isAnother, at: now)
        try await say(status(reading))
        if phase == .idle, reading.state == .charging { try await start(reading, at: now) }
        try await report(reading, at: now)
    }

    /// Whether another wallbox answers than before.
    private func introduce() async throws(RecordingError) -> Bool {
        guard let boot = contact?.boot, boot != toldBoot else { return false }
        try await record(.booted(boot))
        defer { toldBoot = boot }
        return toldBoot.map { $0.serialNumber != boot.serialNumber } ?? false
    }

    /// Records what the record did not take before.
    private func settle() async throws(RecordingError) {
        switch phase {
        case .starting(let start):
            guard case .transaction(let id) = try await record(.started(start)) else { return phase = .idle }
            phase = .running(id)
            reported = elapsed()
            guard start.authorization != .accepted, wallbox.profile.canPause else { return }
            stop("DeAuthorized")
        case .ending(let end):
            try await record(.ended(end))
            (phase, stopping) = (.idle, nil)
        case .unknown, .idle, .running: return
        }
    }

    /// Whoever comes next is free to charge.
    private func unplugged() {
        (orders.isHeld, orders.isReleased) = (!isOperative, isOperative)
    }

    func stop(_ reason: String) {
        (orders.isHeld, orders.isReleased) = (true, false)
        stopping = reason
    }

    private func start(_ reading: WallboxReading, at now: Timestamp) async throws(RecordingError) {
        let tag = reading.tag ?? invitation.flatMap { elapsed() < $0.until ? $0.tag : nil }
        let verdict = await environment.authorizer.authorize(tag, at: station, evse: 1)
        invitation = nil
        // What flowed since the last visit belongs to the transaction.
        let register = last.map { min($0.register, reading.register) } ?? reading.register
        phase = .starting(
            TransactionStart(
                evse: 1, tag: tag, register: register, timestamp: now, authorization: verdict.status))
        try await settle()
    }

    private func end(_ reading: WallboxReading, isAnother: Bool, at now: Timestamp) async throws(RecordingError) {
        guard case .running(let id) = phase else { return }
        let isGone = reading.state.isPluggedIn == false
        let isStopped = stopping != nil && reading.state != .charging
        let isCountedAnew = lastSeen.map { reading.register < $0.register } ?? false
        if isAnother || isCountedAnew || (isGone && last == nil) {
            // Nobody saw it end. The last register that was seen counts, and the record marks the session.
            if let lastSeen { try await record(.metered(report(of: id, lastSeen.register, at: lastSeen.at))) }
            phase = .ending(
                TransactionEnd(
                    transaction: Int64(id.number), register: nil, timestamp: lastSeen?.at ?? now, reason: "Other"))
        } else if isGone || isStopped {
            phase = .ending(
                TransactionEnd(
                    transaction: Int64(id.number), register: reading.register, timestamp: now,
                    reason: stopping ?? "EVDisconnected"))
        }
        try await settle()
    }

    private func report(_ reading: WallboxReading, at now: Timestamp) async throws(RecordingError) {
        guard case .running(let id) = phase else { return }
        let hasChanged = last.map { $0.state != reading.state } ?? true
        guard hasChanged || reported.map({ elapsed() - $0 >= Self.reportInterval }) ?? true else { return }
        try await record(.metered(report(of: id, reading.register, reading.values, at: now)))
        reported = elapsed()
    }

    private func report(
        of id: TransactionID, _ register: ExactDecimal, _ values: [SampledValue] = [], at moment: Timestamp
    ) -> MeterReport {
        let register = SampledValue(
            value: register.description, measurand: "Energy.Active.Import.Register", unit: "Wh")
        return MeterReport(
            evse: 1, transaction: Int64(id.number),
            values: [MeterValue(timestamp: moment, sampledValues: [register] + values)])
    }

    /// What a wallbox calls plugged in means different things before, during and after a transaction.
    private func status(_ reading: WallboxReading) -> ConnectorStatus {
        var state = reading.state
        if case .running = phase, state == .preparing {
            state = orders.isPaused(at: elapsed()) ? .suspendedEVSE : .suspendedEV
        } else if state == .preparing, orders.isHeld {
            state = .finishing
        } else if state == .available, !isOperative {
            state = .unavailable
        }
        return ConnectorStatus(evse: 1, state: state)
    }

    func say(_ status: ConnectorStatus) async throws(RecordingError) {
        guard status != toldStatus else { return }
        try await record(.status(status))
        toldStatus = status
    }

    @discardableResult
    private func record(_ event: StationEvent) async throws(RecordingError) -> Answer {
        try await environment.recorder.record(.station(station, event))
    }
}
