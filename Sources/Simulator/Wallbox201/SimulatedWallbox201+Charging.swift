import Charging
import OCPP
import OCPP201

// What happens at the EVSEs.
extension SimulatedWallbox201 {
    /// The car of a planned charge comes, charges and goes, one after the other.
    func follow(planOf index: Int) async throws {
        let evse = places[index].evse
        var charges = configuration.plan.charges(of: evse, seed: configuration.seed &+ UInt64(evse) &* 7919)
        while let charge = charges.next() {
            try await clock.sleep(for: charge.pause)
            guard isFree(index, for: charge.tag) else { continue }
            plugIn(index)
            try await clock.sleep(for: .seconds(3))
            // `nil` is no answer: the driver is not left standing there.
            if let status = await authorize(charge.tag), status != .accepted {
                emit(.refused(connector: evse, tag: charge.tag))
            } else if begin(index, tag: charge.tag, watts: charge.watts) {
                let name = places[index].running?.name
                try await clock.sleep(for: charge.duration)
                if places[index].running?.name == name { end(index, .local, by: .stopAuthorized) }
            }
            try await clock.sleep(for: charge.linger)
            unplug(index)
        }
    }

    /// Starts a transaction; `false` when the EVSE is taken.
    @discardableResult
    package func startCharging(evse: Int, tag: String, watts: Int64 = 11_000) -> Bool {
        guard let index = places.firstIndex(where: { $0.evse == evse }), isFree(index, for: tag) else { return false }
        plugIn(index)
        return begin(index, tag: tag, watts: watts)
    }

    /// Ends the transaction of an EVSE, if there is one, and the car leaves.
    package func stopCharging(evse: Int) {
        guard let index = places.firstIndex(where: { $0.evse == evse }) else { return }
        end(index, .local, by: .stopAuthorized)
        unplug(index)
    }

    /// Nobody is there, and the place is kept for nobody else.
    func isFree(_ index: Int, for tag: String) -> Bool {
        guard !places[index].isPluggedIn else { return false }
        guard let kept = places[index].reservation, kept.until > now else { return true }
        return kept.tag == tag
    }

    func plugIn(_ index: Int) {
        places[index].isPluggedIn = true
        enqueue(statusNotification(places[index]))
        emit(.pluggedIn(connector: places[index].evse))
    }

    func begin(_ index: Int, tag: String, watts: Int64, remoteStart: Int? = nil) -> Bool {
        guard places[index].isPluggedIn, places[index].running == nil else { return false }
        let reservation = places[index].reservation.flatMap { $0.tag == tag ? $0.id : nil }
        places[index].reservation = nil
        places[index].meter.advance(to: wallClock.now.monotonic)
        let evse = places[index].evse
        let name = "\(configuration.id.prefix(16))-\(evse)-\(charged.count + 1)"
        charged.append(
            Charged(
                evse: evse, name: name, tag: tag, startRegister: places[index].meter.wattHours, startedAt: now))
        places[index].running = Place.Running(
            name: name, tag: tag, remoteStart: remoteStart, demand: watts, record: charged.count - 1)
        throttle(index)
        tell(.started, of: index, remoteStart == nil ? .authorized : .remoteStart, .transactionBegin, reservation)
        // The car draws already while that is written, and what was told is what it counts from.
        charged[charged.count - 1].startRegister = places[index].meter.wattHours
        emit(.started(connector: evse, tag: tag))
        return true
    }

    func end(_ index: Int, _ reason: StopReason, by trigger: TriggerReason) {
        guard let running = places[index].running else { return }
        places[index].meter.set(watts: 0, at: wallClock.now.monotonic)
        let register = places[index].meter.wattHours
        charged[running.record].stopRegister = register
        charged[running.record].reason = reason.rawValue
        places[index].running?.state = .evConnected
        tell(.ended, of: index, trigger, .transactionEnd, reason: reason)
        places[index].running = nil
        let over = charged[running.record]
        emit(
            .stopped(
                connector: over.evse, energy: over.energy ?? 0, lasted: now - over.startedAt, reason: reason.rawValue))
        // Nobody else comes to unplug after a charge that was started from afar.
        if running.remoteStart != nil { unplug(index) }
        if resetsWhenIdle, places.allSatisfy({ $0.running == nil }) { restart() }
    }

    func unplug(_ index: Int) {
        guard places[index].running == nil, places[index].isPluggedIn else { return }
        places[index].isPluggedIn = false
        enqueue(statusNotification(places[index]))
        emit(.unplugged(connector: places[index].evse))
    }

    func deauthorize(_ name: String) {
        guard let index = places.firstIndex(where: { $0.running?.name == name }) else { return }
        end(index, .deAuthorized, by: .deauthorized)
    }

    // Telling

    /// One message about the running transaction, with what its meter shows.
    func tell(
        _ type: TransactionEventType, of index: Int, _ trigger: TriggerReason, _ context: ReadingContext,
        _ reservation: Int? = nil, reason: StopReason? = nil
    ) {
        guard let running = places[index].running else { return }
        let isStart = type == .started
        let info = TransactionInfo(
            transactionId: running.name, chargingState: running.state, stoppedReason: reason,
            remoteStartId: isStart ? running.remoteStart : nil)
        var event = TransactionEvent(
            eventType: type, timestamp: now.description, triggerReason: trigger, seqNo: running.seqNo,
            transactionInfo: info, meterValue: [meterValue(of: index, context)], offline: link == nil ? true : nil)
        if isStart {
            event.evse = EVSE(id: places[index].evse, connectorId: 1)
            event.idToken = Self.token(running.tag)
            event.reservationId = reservation
        }
        places[index].running?.seqNo += 1
        enqueue(event, ends: type == .ended ? running.record : nil)
    }

    func meterValue(of index: Int, _ context: ReadingContext) -> OCPP201.MeterValue {
        places[index].meter.advance(to: wallClock.now.monotonic)
        let meter = places[index].meter
        // Three phases of 230 V, in tenths of an ampere.
        let current = meter.watts * 10 / 690
        func sample(_ value: String, _ measurand: Measurand, _ unit: String) -> OCPP201.SampledValue {
            OCPP201.SampledValue(
                value: NumberText(value), context: context, measurand: measurand,
                unitOfMeasure: UnitOfMeasure(unit: unit))
        }
        return OCPP201.MeterValue(
            sampledValue: [
                sample("\(meter.wattHours)", .energyActiveImportRegister, "Wh"),
                sample("\(meter.watts)", .powerActiveImport, "W"),
                sample("\(current / 10).\(current % 10)", .currentImport, "A"),
            ], timestamp: now.description)
    }

    /// Every interval the running transactions report what their meters show, and limits are looked at anew.
    func sample() async throws {
        while true {
            let interval = model.seconds(.sampleInterval)
            try await clock.sleep(for: .seconds(interval > 0 ? interval : 60))
            for index in places.indices {
                if let kept = places[index].reservation, kept.until <= now {
                    places[index].reservation = nil
                    enqueue(statusNotification(places[index]))
                }
                throttle(index)
                if interval > 0 { tell(.updated, of: index, .meterValuePeriodic, .samplePeriodic) }
            }
        }
    }

    /// Lets the car draw what it wants and may.
    func throttle(_ index: Int) {
        guard let running = places[index].running else { return }
        let limit = places[index].limits.values.compactMap { $0.watts(at: now) }.min() ?? .max
        let watts = min(running.demand, max(0, limit))
        places[index].running?.state = watts > 0 ? .charging : .suspendedEVSE
        places[index].meter.set(watts: watts, at: wallClock.now.monotonic)
    }
}
