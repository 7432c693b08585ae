import Charging
import OCPP
import OCPP16

// What happens at the connectors.
extension SimulatedWallbox {
    /// The car of a planned charge comes, charges and goes, one after the other.
    func follow(planOf index: Int) async throws {
        let outlet = outlets[index].number
        var charges = configuration.plan.charges(of: outlet, seed: configuration.seed &+ UInt64(outlet) &* 7919)
        while let charge = charges.next() {
            try await clock.sleep(for: charge.pause)
            guard outlets[index].isFree else { continue }
            try await carry(out: charge, at: index)
        }
        plansAtWork -= 1
        checkSettled()
    }

    private func carry(out charge: ChargingPlan.Charge, at index: Int) async throws {
        setStatus(of: index, "Preparing")
        emit(.pluggedIn(connector: outlets[index].number))
        try await clock.sleep(for: .seconds(3))
        // `nil` is no answer: as with `LocalAuthorizeOffline`, the driver is not left standing there.
        if let status = await authorize(charge.tag), status != .accepted {
            emit(.refused(connector: outlets[index].number, tag: charge.tag))
        } else if begin(index, tag: charge.tag, watts: charge.watts) {
            let transaction = outlets[index].transaction
            try await clock.sleep(for: charge.duration)
            if outlets[index].transaction == transaction { end(index, reason: "Local") }
        }
        try await clock.sleep(for: charge.linger)
        unplug(index)
    }

    func authorize(_ tag: String) async -> AuthorizationStatus? {
        await withCheckedContinuation { enqueue(Outgoing(Authorize(idTag: tag), reply: $0), urgent: true) }
    }

    /// Starts a transaction; `false` when the connector is taken or out of use.
    @discardableResult
    package func startCharging(connector: Int, tag: String, watts: Int64 = 11_000) -> Bool {
        guard let index = outlets.firstIndex(where: { $0.number == connector }) else { return false }
        return begin(index, tag: tag, watts: watts)
    }

    /// Ends the transaction of a connector, if there is one, and the car leaves.
    package func stopCharging(connector: Int, reason: String = "Local") {
        guard let index = outlets.firstIndex(where: { $0.number == connector }) else { return }
        end(index, reason: reason)
        unplug(index)
    }

    func begin(_ index: Int, tag: String, watts: Int64) -> Bool {
        guard outlets[index].isReady else { return false }
        let moment = wallClock.now.monotonic
        outlets[index].meter.set(watts: watts, at: moment)
        let start = WallboxTruth.Transaction(
            connector: outlets[index].number, tag: tag, startedAt: now, startRegister: outlets[index].meter.wattHours)
        truth.transactions.append(start)
        let transaction = truth.transactions.count - 1
        outlets[index].transaction = transaction
        let message = StartTransaction(
            connectorId: start.connector, idTag: tag, meterStart: NumberText(start.startRegister),
            timestamp: start.startedAt.description)
        enqueue(Outgoing(message, transaction: transaction))
        setStatus(of: index, "Charging")
        emit(.started(connector: start.connector, tag: tag))
        return true
    }

    func end(_ index: Int, reason: String) {
        guard let transaction = outlets[index].transaction else { return }
        outlets[index].meter.set(watts: 0, at: wallClock.now.monotonic)
        outlets[index].transaction = nil
        let (stoppedAt, register) = (now, outlets[index].meter.wattHours)
        truth.transactions[transaction].stoppedAt = stoppedAt
        truth.transactions[transaction].stopRegister = register
        truth.transactions[transaction].reason = reason
        let over = truth.transactions[transaction]
        let message = StopTransaction(
            transactionId: 0, meterStop: NumberText(register), timestamp: stoppedAt.description,
            idTag: reason == "Local" ? over.tag : nil, reason: reason)
        enqueue(Outgoing(message, transaction: transaction))
        setStatus(of: index, "Finishing")
        emit(
            .stopped(
                connector: over.connector, energy: over.energy ?? 0, lasted: stoppedAt - over.startedAt, reason: reason)
        )
    }

    func unplug(_ index: Int) {
        guard outlets[index].transaction == nil, ["Preparing", "Finishing"].contains(outlets[index].status) else {
            return
        }
        outlets[index].isRemote = false
        setStatus(of: index, outlets[index].isInoperative ? "Unavailable" : "Available")
        emit(.unplugged(connector: outlets[index].number))
    }

    func setStatus(of index: Int, _ status: String) {
        guard outlets[index].status != status else { return }
        outlets[index].status = status
        enqueue(Outgoing(statusNotification(of: index)))
    }

    func statusNotification(of index: Int) -> StatusNotification {
        StatusNotification(
            connectorId: outlets[index].number, status: ChargePointStatus(rawValue: outlets[index].status),
            timestamp: now.description)
    }

    var bootNotification: BootNotification {
        BootNotification(
            chargePointVendor: configuration.vendor, chargePointModel: configuration.model,
            chargePointSerialNumber: String(configuration.id.prefix(25)), firmwareVersion: "1.0.0")
    }

    // Metering

    /// Every interval the running transactions report what their meters show.
    func sample() async throws {
        while true {
            let interval = keys.seconds("MeterValueSampleInterval")
            try await clock.sleep(for: .seconds(interval > 0 ? interval : 60))
            for index in outlets.indices {
                if let transaction = outlets[index].transaction, interval > 0 {
                    enqueue(Outgoing(meterValues(of: index, context: "Sample.Periodic"), transaction: transaction))
                }
                // Nobody else comes to unplug after a charge that was started from afar.
                if outlets[index].isRemote { unplug(index) }
            }
        }
    }

    func meterValues(of index: Int, context: String) -> MeterValues {
        outlets[index].meter.advance(to: wallClock.now.monotonic)
        let meter = outlets[index].meter
        // Three phases of 230 V, in tenths of an ampere.
        let current = meter.watts * 10 / 690
        let samples = [
            OCPP16.SampledValue(
                value: "\(meter.wattHours)", context: context, measurand: "Energy.Active.Import.Register", unit: "Wh"),
            OCPP16.SampledValue(value: "\(meter.watts)", context: context, measurand: "Power.Active.Import", unit: "W"),
            OCPP16.SampledValue(
                value: "\(current / 10).\(current % 10)", context: context, measurand: "Current.Import", unit: "A"),
        ]
        return MeterValues(
            connectorId: outlets[index].number,
            meterValue: [OCPP16.MeterValue(timestamp: now.description, sampledValue: samples)])
    }
}
