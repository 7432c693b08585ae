import Charging
import Foundation
import Gateway
import Simulator
import Synchronization

/// One kind of station, with the person who charges there. It knows what really flowed.
protocol MatrixStation: Sendable {
    var id: String { get }
    /// The box sees its sessions only while it looks; the others tell afterwards what they did meanwhile.
    var isPolled: Bool { get }
    /// By how many Wh its sessions may differ from what flowed. Between the journal and a cloud there is no such thing.
    var tolerance: Int64 { get }

    func run() async throws
    func begin(tag: UInt32) async
    func end() async
    /// In Wh, of each session in the order of beginning; `nil` while it runs.
    func energies() async -> [Int64?]
    /// Its line to the box breaks; a station that dials comes back by itself, the others when it `recovers`.
    func stumble() async
    func recover() async
}

extension MatrixStation {
    // A wallbox of OCPP tells the very registers it counts with.
    var tolerance: Int64 { 0 }

    func recover() async {}
}

struct MatrixWallbox16: MatrixStation {
    let id: String
    let isPolled = false
    let wallbox: SimulatedWallbox

    func run() async throws { try await wallbox.run() }
    func begin(tag: UInt32) async { await wallbox.startCharging(connector: 1, tag: tag.name, watts: 9_000_000) }
    func end() async { await wallbox.stopCharging(connector: 1) }
    func energies() async -> [Int64?] { await wallbox.truth.transactions.map(\.energy) }
    func stumble() async { await wallbox.cutLink() }
}

struct MatrixWallbox201: MatrixStation {
    let id: String
    let isPolled = false
    let wallbox: SimulatedWallbox201

    func run() async throws { try await wallbox.run() }
    func begin(tag: UInt32) async { await wallbox.startCharging(evse: 1, tag: tag.name, watts: 21_000_000) }
    func end() async { await wallbox.stopCharging(evse: 1) }
    func energies() async -> [Int64?] { await wallbox.charged.map(\.energy) }
    func stumble() async { await wallbox.cutLink() }
}

final class MatrixModbusWallbox: MatrixStation {
    let id: String
    let isPolled = true
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

    func begin(tag: UInt32) async {
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
final class MatrixMuteWallbox: MatrixStation {
    let id: String
    let isPolled = true
    /// Power and energy are read at once, before and after anything flows; so it is rounding alone.
    let tolerance: Int64 = 1
    let port: Int
    private let meter: SimulatedMeter
    private let flows = Flows()

    init(_ id: String) throws {
        self.id = id
        meter = try SimulatedMeter(line: .tcp(), wattHours: 2000, wallClock: SystemWallClock())
        port = try meter.endpoint.port
    }

    func run() async throws { try await meter.run() }

    func begin(tag: UInt32) async {
        flows.begin(at: meter.importMilliwattHours / 1000)
        meter.setPower(watts: 4_000_000)
    }

    func end() async {
        meter.setPower(watts: 0)
        flows.end(at: meter.importMilliwattHours / 1000)
    }

    func energies() async -> [Int64?] { flows.energies }
    func stumble() async { meter.inject(.hangUp) }
    func recover() async { meter.inject(nil) }
}

/// The register of a polled station before and after each session.
private final class Flows: Sendable {
    private let registers = Mutex<[(start: Int64, stop: Int64?)]>([])

    func begin(at register: Int64) { registers.withLock { $0.append((register, nil)) } }
    func end(at register: Int64) { registers.withLock { $0[$0.count - 1].stop = register } }

    var energies: [Int64?] { registers.withLock { $0.map { flow in flow.stop.map { $0 - flow.start } } } }
}

/// A wall clock that somebody sets wrong, and right again.
final class SpoiledClock: WallClock {
    private let isWrong = Atomic(false)
    private let right = SystemWallClock()

    func setWrong(_ wrong: Bool) { isWrong.store(wrong, ordering: .releasing) }

    var now: Stamp {
        var stamp = right.now
        // As after a battery died: the first second of 2000 and whatever passed since the boot.
        if isWrong.load(ordering: .acquiring) {
            stamp.at = Timestamp(microseconds: 946_684_800_000_000 + stamp.monotonic)
        }
        return stamp
    }
}

extension UInt32 {
    fileprivate var name: String { String(self, radix: 16, uppercase: true) }
}

extension SimulatedMeter.Endpoint {
    fileprivate var port: Int {
        get throws {
            guard case .tcp(let port) = self else { throw Surprise(description: "it has no port") }
            return port
        }
    }
}
