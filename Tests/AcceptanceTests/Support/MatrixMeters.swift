import Charging
import Gateway
import Simulator
import Synchronization

final class MatrixModbusWallbox: MatrixStation {
    let id: String
    /// Its registers are read one after the other. What flows in the visit in which the car comes, after the state and
    /// before the energy was read, belongs to no session: some milliseconds, with more than 70 Wh in each second.
    let tolerance: Int64 = 10
    let port: Int
    private let wallbox: SimulatedModbusWallbox
    private let flows = Flows()

    /// Its time runs fast, so that a car gets a session's worth in a second or two.
    init(_ id: String) throws {
        self.id = id
        wallbox = try SimulatedModbusWallbox(
            WallboxSheet(path: "\(Repository.path)/etc/profiles/wallboxes/keba-p30.toml"), unit: 255,
            wattHours: 1_000_000,
            wallClock: ScaledWallClock(clock: ScaledClock(factor: 20), start: SystemWallClock().now))
        port = try wallbox.endpoint.port
    }

    func run() async throws { try await wallbox.run() }

    func begin(tag: UInt32, exceptAt plug: Int?) async {
        flows.begin(at: wallbox.look.wattHours)
        wallbox.plugIn(amperes: 63, tag: tag)
    }

    func end() async {
        wallbox.unplug()
        flows.end(at: wallbox.look.wattHours)
    }

    func energies() async -> [Int64?] { flows.energies }
    func stumble() async { wallbox.setAway(true) }
    func recover() async { wallbox.setAway(false) }
}

/// A wallbox that cannot talk, and the meter in front of it.
struct MatrixMuteWallbox: MatrixStation {
    let id: String
    // As with a wallbox on Modbus: power is read some milliseconds before energy.
    let tolerance: Int64 = 10
    let meter: MatrixMeter

    func run() async throws { try await meter.run() }
    func begin(tag: UInt32, exceptAt plug: Int?) async { meter.begin() }
    func end() async { meter.end() }
    func energies() async -> [Int64?] { meter.energies }
    func stumble() async { meter.hangUp(true) }
    func recover() async { meter.hangUp(false) }
}

/// Another station behind a meter that counts for it, whatever the station counts itself.
struct MatrixMeteredStation: MatrixStation {
    let station: any MatrixStation
    let meter: MatrixMeter

    var id: String { station.id }
    var isPolled: Bool { station.isPolled }
    let isMetered = true
    let tolerance: Int64 = 1

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await station.run() }
            group.addTask { try await meter.run() }
        }
    }

    func begin(tag: UInt32, exceptAt plug: Int?) async { await station.begin(tag: tag, exceptAt: plug) }
    // Nothing flows before the box knows of the car, or after the car is gone; so it is known to the Wh what flowed.
    func flow() async { meter.begin() }
    func ebb() async { meter.end() }
    func end() async { await station.end() }
    func energies() async -> [Int64?] { meter.energies }
    func ownEnergies() async -> [Int64?] { await station.energies() }
    func stumble() async { await station.stumble() }
    func recover() async { await station.recover() }
}

/// A meter through which a lot flows while a car charges.
final class MatrixMeter: Sendable {
    let port: Int
    private let watts: Int64
    private let meter: SimulatedMeter
    private let flows = Flows()

    init(watts: Int64) throws {
        self.watts = watts
        meter = try SimulatedMeter(line: .tcp(), wattHours: 2000, wallClock: SystemWallClock())
        port = try meter.endpoint.port
    }

    var energies: [Int64?] { flows.energies }

    func run() async throws { try await meter.run() }

    func begin() {
        flows.begin(at: meter.importMilliwattHours / 1000)
        meter.setPower(watts: watts)
    }

    func end() {
        meter.setPower(watts: 0)
        flows.end(at: meter.importMilliwattHours / 1000)
    }

    func hangUp(_ isGone: Bool) { meter.inject(isGone ? .hangUp : nil) }
}

/// A register before and after each session.
private final class Flows: Sendable {
    private let registers = Mutex<[(start: Int64, stop: Int64?)]>([])

    func begin(at register: Int64) { registers.withLock { $0.append((register, nil)) } }
    func end(at register: Int64) { registers.withLock { $0[$0.count - 1].stop = register } }

    var energies: [Int64?] { registers.withLock { $0.map { flow in flow.stop.map { $0 - flow.start } } } }
}

extension SimulatedMeter.Endpoint {
    fileprivate var port: Int {
        get throws {
            guard case .tcp(let port) = self else { throw Surprise(description: "it has no port") }
            return port
        }
    }
}
