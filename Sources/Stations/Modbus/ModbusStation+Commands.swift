import Charging
import Metering

// Commands, as registers.
extension ModbusStation {
    /// How long a remote start waits for the car.
    private static let patience = Duration.minutes(2)

    func carryOut(_ command: Command) async throws(CommandError) -> CommandResult {
        guard contact != nil else { throw .notConnected }
        switch command {
        case .limit(let limit): return try await take(limit)
        case .requestStart(let tag, let evse, let profile): return try await start(tag, evse, profile)
        case .requestStop(let transaction): return try await stop(transaction)
        case .changeAvailability(let evse, let operative): return try await change(evse, isOperative: operative)
        case .getConfiguration(let keys): return try await configuration(keys)
        case .setChargingProfile, .clearChargingProfiles, .getChargingProfiles, .getCompositeSchedule:
            throw .unsupported("A Modbus wallbox keeps no charging profiles. Use limit.")
        default: throw .unsupported("A Modbus wallbox has no register for this command.")
        }
    }

    private func take(_ limit: CurrentLimit) async throws(CommandError) -> CommandResult {
        try check(limit.evse)
        var next = orders
        next.take(limit, at: elapsed())
        let amperes = next.amperes(at: elapsed()) ?? limit.amperes
        if amperes == ExactDecimal(0), !wallbox.profile.canPause {
            var result = CommandResult(status: "Rejected")
            result.remark = "This wallbox cannot pause, and takes no less than \(wallbox.profile.limit.least) A."
            return result
        }
        try await order(next)
        var result = CommandResult(status: "Accepted")
        let said = amperes == ExactDecimal(0) ? "It pauses." : "It was written as \(amperes) A."
        if let fallback = next.fallback {
            result.remark =
                "\(said) The wallbox falls to \(fallback.amperes) A after \(fallback.seconds) s without a word."
        } else {
            result.remark = "\(said) This wallbox has no watchdog: if the gateway dies it keeps the last limit."
        }
        return result
    }

    private func start(
        _ tag: String, _ evse: Int?, _ profile: ChargingProfile?
    ) async throws(CommandError) -> CommandResult {
        try check(evse ?? 1)
        guard profile == nil else { throw .unsupported("A Modbus wallbox keeps no charging profiles. Use limit.") }
        guard phase == .idle, isOperative else { return CommandResult(status: "Rejected") }
        var next = orders
        (next.isHeld, next.isReleased) = (false, true)
        try await order(next)
        invitation = (tag, elapsed() + Self.patience)
        return CommandResult(status: "Accepted")
    }

    /// The end is told when the registers show that nothing flows any more.
    private func stop(_ transaction: TransactionID) async throws(CommandError) -> CommandResult {
        guard wallbox.profile.canPause else { throw .unsupported("This wallbox has no register that stops charging.") }
        guard phase == .running(transaction) else { return CommandResult(status: "Rejected") }
        var next = orders
        (next.isHeld, next.isReleased) = (true, false)
        try await order(next)
        stop("Remote")
        return CommandResult(status: "Accepted")
    }

    private func change(_ evse: Int, isOperative: Bool) async throws(CommandError) -> CommandResult {
        try check(evse)
        guard wallbox.profile.canPause else { throw .unsupported("This wallbox has no register that stops charging.") }
        self.isOperative = isOperative
        // What runs may end as it wants to.
        if case .running = phase { return CommandResult(status: isOperative ? "Accepted" : "Scheduled") }
        var next = orders
        (next.isHeld, next.isReleased) = (!isOperative, isOperative)
        try await order(next)
        return CommandResult(status: "Accepted")
    }

    /// Everything that can be read, by the names of OCPP where it has some.
    private func configuration(_ keys: [String]) async throws(CommandError) -> CommandResult {
        let harvest: Bus.Harvest
        do {
            harvest = try await bus.read(wallbox.profile.blocks, unit: wallbox.unit)
        } catch {
            throw CommandError(error)
        }
        var all: [(key: String, value: String?)] = [
            ("Vendor", contact?.boot.vendor), ("Model", contact?.boot.model),
            ("SerialNumber", contact?.boot.serialNumber), ("FirmwareVersion", contact?.boot.firmwareVersion),
        ]
        if let reading = wallbox.profile.reading(from: harvest.blocks) {
            all.append(("State", reading.state.rawValue))
            all.append(("Energy.Active.Import.Register", "\(reading.register) Wh"))
            for value in reading.values {
                let phase = value.phase.map { ".\($0)" } ?? ""
                all.append(("\(value.measurand ?? "")\(phase)", "\(value.value) \(value.unit ?? "")"))
            }
        }
        var result = CommandResult(status: "Accepted")
        result.configuration = all.filter { $0.value != nil && (keys.isEmpty || keys.contains($0.key)) }.map {
            ConfigurationValue(key: $0.key, value: $0.value, readonly: true)
        }
        result.unknownKeys = keys.filter { key in !result.configuration.contains { $0.key == key } }
        return result
    }

    private func check(_ evse: Int) throws(CommandError) {
        guard (0...1).contains(evse) else { throw .unsupported("A Modbus wallbox has one place, EVSE 1.") }
    }

    /// Writes the new orders; where that fails the old ones stand, and are written again.
    private func order(_ next: WallboxOrders) async throws(CommandError) {
        let old = orders
        orders = next
        do throws(BusError) {
            try await order()
        } catch {
            orders = old
            contact?.written = []
            throw CommandError(error)
        }
    }
}

extension CommandError {
    fileprivate init(_ error: BusError) {
        switch error {
        case .silent: self = .timedOut
        case .exception: self = .refused(code: "Modbus", description: "\(error)")
        case .garbled: self = .unreadable("\(error)")
        case .unreachable, .lost: self = .disconnected
        }
    }
}
