import Charging
import Logging
import Metering

// How a wallbox is visited, and what happens when it does not answer.
extension ModbusStation {
    /// A single lost answer is the line's everyday life; so many in a row are an absence.
    static let missesUntilSilent = 3
    private static let rarest = Duration.seconds(30)

    /// An absent wallbox takes the line from the others for a whole time-out at each visit.
    var pause: Duration {
        misses >= Self.missesUntilSilent ? max(wallbox.interval, Self.rarest) : wallbox.interval
    }

    /// Asks a wallbox that did not answer lately for little before it is asked for all.
    func knock() async -> BusError? {
        guard misses >= Self.missesUntilSilent, let block = wallbox.profile.blocks.first else { return nil }
        do throws(BusError) {
            try await bus.probe(block, unit: wallbox.unit)
            return nil
        } catch {
            return error
        }
    }

    func look() async {
        do throws(BusError) {
            var readings: [WallboxReading] = []
            for evse in evses { readings.append(try await read(evse)) }
            await answered()
            for (evse, reading) in zip(evses, readings) { await tell(reading, evse) }
        } catch {
            return await missed(error)
        }
        await orderWhatIsDue()
    }

    func read(_ evse: Int) async throws(BusError) -> WallboxReading {
        let harvest = try await bus.read(wallbox.profile.blocks(ofEVSE: evse), unit: unit(of: evse))
        try await greet(on: harvest.connection)
        guard let reading = wallbox.profile.reading(from: harvest.blocks) else {
            throw .garbled("the registers hold nothing that the profile knows")
        }
        return reading
    }

    func unit(of evse: Int) -> UInt8 { wallbox.unit &+ wallbox.profile.unitOffset(ofEVSE: evse) }

    private func orderWhatIsDue() async {
        do throws(BusError) {
            try await order()
            health.clear(ordersCondition)
        } catch {
            health.raise(
                ordersCondition, .warning, "Wallbox \(station) did not take what was written to it: \(error).",
                remedy: "Check that its profile is the right one and that it lets itself be controlled by Modbus.")
        }
    }

    /// At each first contact: another wallbox may answer now, and what was written may be forgotten.
    private func greet(on connection: Int) async throws(BusError) {
        guard contact?.connection != connection else { return }
        let profile = wallbox.profile
        let boot = Boot(
            vendor: profile.vendor, model: try await name(profile.modelName) ?? profile.model,
            serialNumber: try await name(profile.serialNumber), firmwareVersion: try await name(profile.firmware),
            dialect: "modbus")
        contact = Contact(boot: boot, connection: connection)
        for evse in evses { self[evse].forget() }
    }

    /// `nil` where the wallbox has no such register after all.
    private func name(_ register: NameRegister?) async throws(BusError) -> String? {
        guard let register else { return nil }
        do throws(BusError) {
            let harvest = try await bus.read([register.block], unit: wallbox.unit)
            return harvest.blocks.first.flatMap(register.name(of:))
        } catch {
            guard error.isRefusal else { throw error }
            return nil
        }
    }

    private func answered() async {
        if misses >= Self.missesUntilSilent { log(.notice, "Wallbox answers again.") }
        // Whoever missed an answer may have been without power meanwhile, or left to its watchdog.
        let now = elapsed()
        for evse in evses where misses > 0 || isOutOfPatience(evse, at: now) { self[evse].forget() }
        (misses, answeredAt) = (0, now)
        health.clear(condition)
        if visit == nil {
            visit = await registry.arrive(
                station, dialect: "modbus", address: "\(bus.name), unit \(wallbox.unit)", driver: self)
        }
        if let boot = contact?.boot { await registry.introduce(station, boot) }
    }

    private func isOutOfPatience(_ evse: Int, at now: Duration) -> Bool {
        guard let answeredAt, let patience = self[evse].orders.patience else { return false }
        return now - answeredAt >= patience
    }

    func missed(_ error: BusError) async {
        guard !Task.isCancelled else { return }
        misses += 1
        guard misses >= Self.missesUntilSilent else { return }
        if misses == Self.missesUntilSilent { log(.error, "Wallbox does not answer.", reason: "\(error)") }
        contact = nil
        for evse in evses { self[evse].last = nil }
        if let visit { await registry.leave(visit) }
        visit = nil
        health.raise(
            condition, .warning, "Wallbox \(station) on bus \(bus.name) does not answer: \(error).",
            remedy: error.concernsLine
                ? "Check that the adapter or the network is plugged in and that its name is right."
                : "Check its power, its wires, its Modbus address \(wallbox.unit) and that its profile is the right one."
        )
        do {
            for evse in evses {
                try await say(
                    ConnectorStatus(evse: evse, state: .unavailable, info: "The wallbox does not answer."))
            }
        } catch {
            // The next visit says it again.
        }
    }

    private var ordersCondition: String { "station.\(station).orders" }
    private var condition: String { "station.\(station).silent" }

    func log(_ level: Logger.Level, _ message: Logger.Message, reason: String? = nil) {
        var metadata: Logger.Metadata = ["station": "\(station)"]
        if let reason { metadata["reason"] = "\(reason)" }
        environment.logger.log(level: level, message, metadata: metadata)
    }
}
