package import Charging
import Glibc
import ServiceLifecycle
import Synchronization

/// A meter that does not exist, on a TCP port of this machine or on a pseudo terminal: an SDM630, or whatever a
/// profile describes.
///
/// It counts what its load draws, exactly, by the wall clock it is given; and it can be told to fail.
package final class SimulatedMeter: Service {
    package enum Line: Sendable {
        /// Modbus TCP on 127.0.0.1; port 0 takes any that is free.
        case tcp(port: UInt16 = 0)
        /// Modbus RTU on a pseudo terminal.
        case pty
    }

    /// Where the meter is reached.
    package enum Endpoint: Hashable, Sendable {
        case tcp(port: Int)
        case serial(device: String)
    }

    package let endpoint: Endpoint
    package let unit: UInt8
    private let map: any RegisterMap
    private let server: ModbusServer
    private let wallClock: any WallClock
    private let model: Mutex<MeterModel>
    private let requests = Atomic(0)

    /// Binds at once, so that `endpoint` is known before `run`.
    package convenience init(
        line: Line, unit: UInt8 = 1, serialNumber: UInt32 = 20_301_234, wattHours: Int64 = 0,
        wallClock: any WallClock
    ) throws(SimulatedMeterError) {
        try self.init(
            map: SDM630Map(), line: line, unit: unit, serialNumber: serialNumber, wattHours: wattHours,
            wallClock: wallClock)
    }

    /// Any meter that has a profile; without a unit the one it leaves the factory with.
    package convenience init(
        profile: SimulatedProfile, line: Line, unit: UInt8? = nil, serialNumber: UInt32 = 20_301_234,
        wattHours: Int64 = 0, wallClock: any WallClock
    ) throws(SimulatedMeterError) {
        try self.init(
            map: ProfileRegisterMap(profile), line: line, unit: unit ?? profile.unit, serialNumber: serialNumber,
            wattHours: wattHours, wallClock: wallClock)
    }

    private init(
        map: any RegisterMap, line: Line, unit: UInt8, serialNumber: UInt32, wattHours: Int64,
        wallClock: any WallClock
    ) throws(SimulatedMeterError) {
        self.map = map
        self.unit = unit
        self.wallClock = wallClock
        server = try ModbusServer(line: line, unit: unit, layout: map.zeros)
        endpoint = server.endpoint
        model = Mutex(MeterModel(serialNumber: serialNumber, wattHours: wattHours, at: wallClock.now.monotonic))
    }

    /// Answers until graceful shutdown or cancellation.
    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await onOwnThread(named: "simulated meter") { [self] in server.serve(react) }
        } onCancelOrGracefulShutdown: { [server] in
            server.stop()
        }
    }

    /// From now on the load draws this; negative feeds in.
    package func setPower(watts: Int64) { play(.constant(watts: watts)) }

    package func play(_ curve: LoadCurve) {
        let now = wallClock.now.monotonic
        model.withLock { $0.play(curve, at: now) }
    }

    /// Sets the import register, backwards too: with 0, somebody pressed reset.
    package func setImport(wattHours: Int64) {
        let now = wallClock.now.monotonic
        model.withLock {
            $0.advance(to: now)
            $0.setImport(wattHours: wattHours)
        }
    }

    /// Sets the import register so many Wh before it is full and begins again at 0; false where it never is.
    package func approachRollover(wattHours: Int64) -> Bool {
        guard let end = map.importEnd else { return false }
        setImport(wattHours: end - wattHours)
        return true
    }

    /// Another meter hangs there now.
    package func exchange(serialNumber: UInt32, wattHours: Int64) {
        setImport(wattHours: wattHours)
        model.withLock { $0.serialNumber = serialNumber }
    }

    /// Fixes input registers to what a test wants to see; `nil` lets them live again.
    package func setRegisters(at address: UInt16, to words: [UInt16]?) {
        model.withLock { $0.override(address, with: words) }
    }

    /// The next so many requests meet this fault; `nil` ends it.
    package func inject(_ fault: MeterFault?, times: Int = .max) { model.withLock { $0.inject(fault, times: times) } }

    /// One fault after the other, each for so many requests.
    package func inject(_ row: [(MeterFault, Int)]) {
        model.withLock { $0.inject(row.map { (kind: $0.0, times: $0.1) }) }
    }

    /// Energy imported so far.
    package var importMilliwattHours: Int64 {
        let now = wallClock.now.monotonic
        return model.withLock {
            $0.advance(to: now)
            return $0.imported.milliwattHours
        }
    }

    /// What a register should show now, in thousandths of V, A, W, Wh and so on; `nil` for what is not measured.
    package func quantity(_ obis: OBIS) -> Int64? {
        let now = wallClock.now.monotonic
        return model.withLock {
            $0.advance(to: now)
            return map.quantity(obis, of: $0)
        }
    }

    /// How many requests it heard.
    package var requestCount: Int { requests.load(ordering: .relaxed) }

    private func react(to request: ModbusRequest) -> ModbusServer.Reaction {
        requests.add(1, ordering: .relaxed)
        let now = wallClock.now.monotonic
        let (fault, state) = model.withLock { model in
            model.advance(to: now)
            return (model.nextFault(), model)
        }
        if fault != .silent, fault != .hangUp, let code = map.refusal(of: request) { return .exception(code) }
        let registers = map.image(of: state, swapsWords: fault == .swappedWords)
        return switch fault {
        case nil, .swappedWords: .answer(registers, unit: unit)
        case .silent: .silence
        case .wrongUnit: .answer(registers, unit: unit &+ 1)
        case .exception(let code): .exception(code)
        case .late(let delay): .late(registers, delay)
        case .zeros: .answer(map.zeros, unit: unit)
        case .wrongChecksum: .damaged(registers)
        case .hangUp: .hangUp
        }
    }
}

/// Why a simulated meter could not be set up.
package enum SimulatedMeterError: Error, CustomStringConvertible {
    case system(String, Int32)

    package var description: String {
        switch self {
        case .system(let what, let code): "\(what): \(unsafe String(cString: strerror(code)))"
        }
    }
}
