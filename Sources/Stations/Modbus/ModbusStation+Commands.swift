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
        case .reserve where !wallbox.profile.canPause:
            return CommandResult(
                status: "Unavailable",
                reason: "This wallbox has no register that stops charging, so nobody can be kept from it.")
        case .setChargingProfile, .clearChargingProfiles, .getChargingProfiles, .getCompositeSchedule:
            throw .unsupported("A Modbus wallbox keeps no charging profiles. Use limit.")
        default: throw .unsupported("A Modbus wallbox has no register for this command.")
        }
    }

    private func start(
        _ tag: String, _ evse: Int?, _ profile: ChargingProfile?
    ) async throws(CommandError) -> CommandResult {
        let wanted = try places(evse ?? 0)
        guard profile == nil else { throw .unsupported("A Modbus wallbox keeps no charging profiles. Use limit.") }
        // Where a car waits, before a place that is empty.
        let free = wanted.filter { self[$0].phase == .idle && self[$0].isOperative }
        guard let evse = free.first(where: { self[$0].last?.state.isPluggedIn == true }) ?? free.first else {
            return CommandResult(status: "Rejected")
        }
        var next = self[evse].orders
        (next.isHeld, next.isReleased) = (false, true)
        try await order([evse: next])
        self[evse].invitation = (tag, elapsed() + Self.patience)
        return CommandResult(status: "Accepted")
    }

    /// The end is told when the registers show that nothing flows any more.
    private func stop(_ transaction: TransactionID) async throws(CommandError) -> CommandResult {
        guard wallbox.profile.canPause else { throw .unsupported("This wallbox has no register that stops charging.") }
        guard let evse = evses.first(where: { self[$0].phase == .running(transaction) }) else {
            return CommandResult(status: "Rejected")
        }
        var next = self[evse].orders
        (next.isHeld, next.isReleased) = (true, false)
        try await order([evse: next])
        stop("Remote", evse)
        return CommandResult(status: "Accepted")
    }

    private func change(_ evse: Int, isOperative: Bool) async throws(CommandError) -> CommandResult {
        let wanted = try places(evse)
        guard wallbox.profile.canPause else { throw .unsupported("This wallbox has no register that stops charging.") }
        for evse in wanted { self[evse].isOperative = isOperative }
        // What runs may end as it wants to.
        let idle = wanted.filter { if case .running = self[$0].phase { false } else { true } }
        var next: [Int: WallboxOrders] = [:]
        for evse in idle {
            var orders = self[evse].orders
            (orders.isHeld, orders.isReleased) = (!isOperative, isOperative)
            next[evse] = orders
        }
        try await order(next)
        return CommandResult(status: isOperative || idle.count == wanted.count ? "Accepted" : "Scheduled")
    }

    /// Everything that can be read, by the names of OCPP where it has some.
    private func configuration(_ keys: [String]) async throws(CommandError) -> CommandResult {
        var all: [(key: String, value: String?)] = [
            ("Vendor", contact?.boot.vendor), ("Model", contact?.boot.model),
            ("SerialNumber", contact?.boot.serialNumber), ("FirmwareVersion", contact?.boot.firmwareVersion),
        ]
        for evse in evses {
            let reading: WallboxReading
            do { reading = try await read(evse) } catch { throw CommandError(error) }
            let prefix = evses.count == 1 ? "" : "EVSE\(evse)."
            all.append(("\(prefix)State", reading.state.rawValue))
            all.append(("\(prefix)Energy.Active.Import.Register", "\(reading.register) Wh"))
            all.append(("\(prefix)Limit", reading.limit.map { "\($0) A" }))
            for value in reading.values {
                let phase = value.phase.map { ".\($0)" } ?? ""
                all.append(("\(prefix)\(value.measurand ?? "")\(phase)", "\(value.value) \(value.unit ?? "")"))
            }
        }
        var result = CommandResult(status: "Accepted")
        result.configuration = all.filter { $0.value != nil && (keys.isEmpty || keys.contains($0.key)) }.map {
            ConfigurationValue(key: $0.key, value: $0.value, readonly: true)
        }
        result.unknownKeys = keys.filter { key in !result.configuration.contains { $0.key == key } }
        return result
    }

    /// The EVSEs that are meant; 0 means all of them.
    func places(_ evse: Int) throws(CommandError) -> ClosedRange<Int> {
        if evse == 0 { return evses }
        guard evses.contains(evse) else {
            throw .unsupported(
                evses.count == 1
                    ? "This wallbox has one place, EVSE 1." : "This wallbox has the EVSEs 1 to \(evses.count).")
        }
        return evse...evse
    }

    /// Writes the new orders; where that fails the old ones stand, and are written again.
    func order(_ next: [Int: WallboxOrders]) async throws(CommandError) {
        let old = next.keys.map { ($0, self[$0].orders) }
        for (evse, orders) in next { self[evse].orders = orders }
        do throws(BusError) {
            try await order()
        } catch {
            for (evse, orders) in old {
                self[evse].orders = orders
                self[evse].forget()
            }
            throw CommandError(error)
        }
    }
}

extension CommandError {
    init(_ error: BusError) {
        switch error {
        case .silent: self = .timedOut
        case .exception: self = .refused(code: "Modbus", description: "\(error)")
        case .garbled: self = .unreadable("\(error)")
        case .unreachable, .lost: self = .disconnected
        }
    }
}
