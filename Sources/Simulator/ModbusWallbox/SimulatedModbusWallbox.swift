package import Charging
import ServiceLifecycle
import Synchronization

/// A Modbus wallbox that does not exist, on a TCP port of this machine or on a pseudo terminal: any that there is a
/// profile for.
///
/// It charges what the car takes and its limit allows, and counts that exactly by the wall clock it is given. When it
/// is left alone for the time of its watchdog, it falls to its fail-safe current. It is as strict as the profile: it
/// answers nothing that is not in it, gives no more registers at once, and takes no other function.
package final class SimulatedModbusWallbox: Service {
    package let sheet: WallboxSheet
    package let endpoint: SimulatedMeter.Endpoint
    package let unit: UInt8
    private let evses: Int
    private let server: ModbusServer
    private let wallClock: any WallClock
    private let registers: WallboxRegisterFile
    private let inside: Mutex<Inside>
    private let isAway = Atomic(false)
    private let isDeaf = Atomic(false)
    private let writes = Atomic(0)

    private struct Inside: Sendable {
        var models: [ModbusWallboxModel]
        var serialNumber: UInt32
    }

    /// Binds at once, so that `endpoint` is known before `run`.
    package init(
        _ sheet: WallboxSheet, line: SimulatedMeter.Line = .tcp(), unit: UInt8 = 1, evses: Int = 1,
        serialNumber: UInt32 = 20_301_234, wattHours: Int64 = 0, wallClock: any WallClock
    ) throws(SimulatedMeterError) {
        let model = ModbusWallboxModel(
            wattHours: wattHours, limit: 16_000, timeoutMilliseconds: sheet.timeoutMilliseconds,
            at: wallClock.now.monotonic)
        let inside = Inside(
            models: Array(repeating: model, count: min(max(evses, 1), sheet.mostEVSEs)), serialNumber: serialNumber)
        self.sheet = sheet
        self.unit = unit
        self.evses = inside.models.count
        self.wallClock = wallClock
        registers = WallboxRegisterFile(sheet: sheet)
        let units = sheet.evses?.unitStep == nil ? 1 : inside.models.count
        server = try ModbusServer(
            line: line, unit: unit, units: units,
            layout: Self.image(registers, inside, models: 0..<inside.models.count))
        endpoint = server.endpoint
        self.inside = Mutex(inside)
    }

    /// Answers until graceful shutdown or cancellation.
    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await onOwnThread(named: "simulated wallbox") { [self] in server.serve(react) }
        } onCancelOrGracefulShutdown: { [server] in
            server.stop()
        }
    }

    /// A car comes that takes so much on each phase; with 0 it only sleeps there.
    package func plugIn(amperes: Int64, tag: UInt32 = 0, evse: Int = 1) {
        change { $0.models[evse - 1].plugIn(milliamperes: amperes * 1000, tag: tag) }
    }

    package func unplug(evse: Int = 1) { change { $0.models[evse - 1].unplug() } }

    package func setFaulted(_ isFaulted: Bool, evse: Int = 1) { change { $0.models[evse - 1].isFaulted = isFaulted } }

    /// Another wallbox hangs there now.
    package func exchange(serialNumber: UInt32, wattHours: Int64) {
        change { inside in
            inside.serialNumber = serialNumber
            for index in inside.models.indices { inside.models[index].exchange(wattHours: wattHours) }
        }
    }

    /// While it is away it closes connections, and is silent on a serial line.
    package func setAway(_ away: Bool) { isAway.store(away, ordering: .releasing) }

    /// While it is deaf it answers what is written, and does nothing of it; only its watchdog hears it.
    package func setDeaf(_ deaf: Bool) { isDeaf.store(deaf, ordering: .releasing) }

    /// How often something was written to it.
    package var writeCount: Int { writes.load(ordering: .acquiring) }

    /// What was written to it, and what comes of that.
    package struct Look: Hashable, Sendable {
        package var limitMilliamperes: Int64
        package var failSafeMilliamperes: Int64
        package var timeoutMilliseconds: Int64
        package var isEnabled: Bool
        package var isOnFailSafe: Bool
        /// On each phase, in mA.
        package var flow: Int64
        package var wattHours: Int64
    }

    package var look: Look { look(evse: 1) }

    package func look(evse: Int) -> Look {
        change { inside in
            let model = inside.models[evse - 1]
            return Look(
                limitMilliamperes: model.limit, failSafeMilliamperes: model.failSafe,
                timeoutMilliseconds: model.timeoutMilliseconds, isEnabled: model.isEnabled,
                isOnFailSafe: model.isOnFailSafe, flow: model.flow, wattHours: model.energy.milliwattHours / 1000)
        }
    }

    private func change<Result: Sendable>(_ body: (inout Inside) -> Result) -> Result {
        let now = wallClock.now.monotonic
        return inside.withLock { inside in
            for index in inside.models.indices { inside.models[index].advance(to: now) }
            return body(&inside)
        }
    }

    private func react(to request: ModbusRequest) -> ModbusServer.Reaction {
        guard !isAway.load(ordering: .acquiring) else { return .hangUp }
        guard request.isWrite || sheet.gives(request.count) else { return .exception(3) }
        let now = wallClock.now.monotonic
        let stepsUnits = sheet.evses?.unitStep != nil
        let place = stepsUnits ? Int(request.unit - unit) : 0
        return change { inside in
            if request.isWrite, let exception = take(request, at: place, now, &inside) { return .exception(exception) }
            if sheet.watchdog?.fedBy == "requests" {
                for index in inside.models.indices { inside.models[index].hear(at: now) }
            }
            let shown = stepsUnits ? place..<place + 1 : 0..<inside.models.count
            let image = Self.image(registers, inside, models: shown)
            return .answer(image, unit: request.unit)
        }
    }

    /// The exception, where it does not take what is written.
    private func take(
        _ request: ModbusRequest, at place: Int, _ now: Int64, _ inside: inout Inside
    ) -> UInt8? {
        writes.add(1, ordering: .releasing)
        let step = sheet.evses?.addressStep ?? 0
        for index in step == 0 ? place..<place + 1 : inside.models.indices {
            var model = inside.models[index]
            guard let (isTaken, isLimit) = registers.write(request, offset: index * step, to: &model) else { continue }
            guard isTaken else { return 3 }
            if isDeaf.load(ordering: .acquiring) { model = inside.models[index] }
            if sheet.watchdog?.fedBy == (isLimit ? "limit" : "heartbeat") { model.hear(at: now) }
            inside.models[index] = model
            return nil
        }
        return 2
    }

    private static func image(
        _ registers: WallboxRegisterFile, _ inside: Inside, models: Range<Int>
    ) -> RegisterImage {
        var all: [Int: [Int: UInt16]] = [3: [:], 4: [:]]
        for index in models {
            let offset = (index - models.lowerBound) * (registers.sheet.evses?.addressStep ?? 0)
            let shown = registers.registers(inside.models[index], serialNumber: inside.serialNumber)
            for (function, words) in shown {
                for (address, word) in words { all[function]?[address + offset] = word }
            }
        }
        for register in registers.sheet.writable {
            for index in models {
                let offset = (index - models.lowerBound) * (registers.sheet.evses?.addressStep ?? 0)
                for address in register where all[3]?[address + offset] == nil { all[3]?[address + offset] = 0 }
            }
        }
        var image = RegisterImage()
        (image.holdingStart, image.holding) = Self.run(all[3] ?? [:])
        (image.inputStart, image.input) = Self.run(all[4] ?? [:])
        return image
    }

    /// From the first to the last register; those in between are 0.
    private static func run(_ words: [Int: UInt16]) -> (Int, [UInt16]) {
        guard let first = words.keys.min(), let last = words.keys.max() else { return (0, []) }
        var run = [UInt16](repeating: 0, count: last - first + 1)
        for (address, word) in words { run[address - first] = word }
        return (first, run)
    }
}

extension WallboxSheet {
    /// The addresses of everything that can be written, register by register.
    fileprivate var writable: [Range<Int>] {
        let registers =
            [limit, enable, failSafeCurrent, failSafeTimeout, heartbeat, phaseSwitch].compactMap(\.self) + (setup ?? [])
        return registers.map { register in
            let width = RegisterWriting.width(of: register.type ?? "uint16") * (register.copies ?? 1)
            return register.address..<register.address + width
        }
    }
}
