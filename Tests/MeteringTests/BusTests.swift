import FoundationEssentials
import Logging
import Metering
import Simulator
import Testing

private let energy = RegisterBlock(function: .input, address: 0x48, count: 2)
private let power = RegisterBlock(function: .input, address: 0x34, count: 2)

let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

enum LineKind: String, CaseIterable, Sendable {
    case tcp, pty

    var line: SimulatedMeter.Line { self == .tcp ? .tcp() : .pty }
}

extension SimulatedMeter {
    var address: BusAddress {
        switch endpoint {
        case .tcp(let port): .tcp(host: "127.0.0.1", port: UInt16(port))
        case .serial(let device): .serial(SerialSettings(device: device))
        }
    }
}

func bus(
    to meter: SimulatedMeter, timeout: Duration = .seconds(5), clock: any Clock<Duration> = ManualClock()
) -> Bus {
    Bus(name: "line", address: meter.address, timeout: timeout, clock: clock, logger: quiet)
}

/// Runs the meter beside the test.
func running(_ meters: SimulatedMeter..., body: () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for meter in meters { group.addTask { try await meter.run() } }
        defer { group.cancelAll() }
        try await body()
    }
}

private func meter(_ kind: LineKind = .tcp) throws -> SimulatedMeter {
    let meter = try SimulatedMeter(line: kind.line, wattHours: 1_234_500, wallClock: ManualWallClock())
    meter.setPower(watts: -7)
    return meter
}

@Suite(.timeLimit(.minutes(1))) struct BusTests {
    @Test(arguments: LineKind.allCases)
    func `registers are read`(_ kind: LineKind) async throws {
        let meter = try meter(kind)
        try await running(meter) {
            let harvest = try await bus(to: meter).read([energy, power], unit: 1)
            #expect(harvest.blocks == [[0x449A, 0x5000], [0xC0E0, 0x0000]])
            #expect(harvest.connection == 1)
        }
    }

    @Test(arguments: LineKind.allCases)
    func `an exception is told with its code, and the line stays open`(_ kind: LineKind) async throws {
        let meter = try meter(kind)
        try await running(meter) {
            let bus = bus(to: meter)
            meter.inject(.exception(6), times: 1)
            await #expect(throws: BusError.exception(6)) { try await bus.read([energy], unit: 1) }
            await #expect(throws: BusError.exception(2)) {
                try await bus.read([RegisterBlock(function: .input, address: 0x2000, count: 2)], unit: 1)
            }
            let connection = try await bus.read([energy], unit: 1).connection
            #expect(connection == 1)
        }
    }

    @Test(arguments: LineKind.allCases)
    func `a late answer is not taken for the next`(_ kind: LineKind) async throws {
        let meter = try meter(kind)
        try await running(meter) {
            let bus = bus(to: meter, timeout: .seconds(3))
            // The meter is up, so the delay begins with the request.
            _ = try await bus.read([energy], unit: 1)
            meter.inject(.late(.milliseconds(3500)), times: 1)
            await #expect(throws: BusError.silent) {
                try await bus.read([energy], unit: 1, timing: DeviceTiming(retries: 0))
            }
            let words = try await bus.read([power], unit: 1).blocks
            #expect(words == [[0xC0E0, 0x0000]])
            let energyWords = try await bus.read([energy], unit: 1).blocks
            #expect(energyWords == [[0x449A, 0x5000]])
        }
    }

    @Test func `an answer of another unit is no answer`() async throws {
        let meter = try meter(.pty)
        try await running(meter) {
            let bus = bus(to: meter, timeout: .seconds(3))
            _ = try await bus.read([energy], unit: 1)
            meter.inject(.wrongUnit)
            let error = await #expect(throws: BusError.self) { try await bus.read([energy], unit: 1) }
            guard case .garbled = error else {
                Issue.record("another error")
                return
            }
            meter.inject(nil)
            let words = try await bus.read([energy], unit: 1).blocks
            #expect(words == [[0x449A, 0x5000]])
        }
    }

    @Test func `one answer of another unit is got over`() async throws {
        let meter = try meter(.pty)
        try await running(meter) {
            let bus = bus(to: meter, timeout: .seconds(3))
            _ = try await bus.read([energy], unit: 1)
            meter.inject(.wrongUnit, times: 1)
            let harvest = try await bus.read([energy], unit: 1)
            #expect(harvest.blocks == [[0x449A, 0x5000]])
        }
    }

    @Test func `a connection that breaks is opened again at the next request`() async throws {
        let meter = try meter()
        try await running(meter) {
            let bus = bus(to: meter)
            let connection = try await bus.read([energy], unit: 1).connection
            #expect(connection == 1)
            meter.inject(.hangUp, times: 1)
            await #expect(throws: BusError.self) {
                try await bus.read([energy], unit: 1, timing: DeviceTiming(retries: 0))
            }
            let next = try await bus.read([energy], unit: 1).connection
            #expect(next == 2)
        }
    }

    @Test func `a connection that was closed meanwhile costs no reading`() async throws {
        let meter = try meter()
        try await running(meter) {
            let bus = bus(to: meter)
            _ = try await bus.read([energy], unit: 1)
            meter.inject(.hangUp, times: 1)
            let harvest = try await bus.read([energy], unit: 1)
            #expect(harvest.blocks == [[0x449A, 0x5000]])
            #expect(harvest.connection == 2, "it may be another meter")
            #expect(bus.statistics.openings == 2)
        }
    }

    @Test func `a line that is not there is tried again after a while, not at each request`() async throws {
        let device = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID()).line").path
        let clock = ManualClock()
        let bus = Bus(
            name: "line", address: .serial(SerialSettings(device: device)), timeout: .seconds(5), clock: clock,
            logger: quiet)
        await #expect(throws: BusError.unreachable("\(device) is not there")) {
            try await bus.read([energy], unit: 1)
        }

        let meter = try meter(.pty)
        guard case .serial(let terminal) = meter.endpoint else { return }
        try FileManager.default.createSymbolicLink(atPath: device, withDestinationPath: terminal)
        defer { try? FileManager.default.removeItem(atPath: device) }
        try await running(meter) {
            await #expect(throws: BusError.unreachable("\(device) is not there")) {
                try await bus.read([energy], unit: 1)
            }
            clock.advance(by: .seconds(1))
            let connection = try await bus.read([energy], unit: 1).connection
            #expect(connection == 1)
        }
    }

    @Test func `a baud rate that does not exist is refused, not replaced`() async throws {
        let meter = try meter(.pty)
        guard case .serial(let device) = meter.endpoint else { return }
        let bus = Bus(
            name: "line", address: .serial(SerialSettings(device: device, baud: 9601)), clock: ManualClock(),
            logger: quiet)
        await #expect(throws: BusError.unreachable("9601 is no speed of a serial line")) {
            try await bus.read([energy], unit: 1)
        }
    }

    @Test(arguments: LineKind.allCases)
    func `a simulated meter ends at once, even while it keeps an answer back`(_ kind: LineKind) async throws {
        let meter = try meter(kind)
        let clock = ContinuousClock()
        var end = clock.now
        try await running(meter) {
            meter.inject(.late(.seconds(40)))
            let bus = bus(to: meter, timeout: .milliseconds(50))
            await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 1) }
            end = clock.now
        }
        #expect(end.duration(to: clock.now) < .seconds(20))
    }

    @Test func `a line says which addresses a meter can have on it`() {
        let serial = BusAddress.serial(SerialSettings(device: "/dev/ttyUSB0"))
        let tcp = BusAddress.tcp(host: "meter", port: 502)
        #expect([0, 1, 247, 248, 255].map(serial.accepts) == [false, true, true, false, false])
        let rtu = BusAddress.rtuOverTCP(host: "server", port: 4196)
        #expect([0, 1, 247, 248, 255].map(rtu.accepts) == [false, true, true, false, false])
        #expect([0, 1, 247, 248, 255].map(tcp.accepts) == [true, true, true, false, true])
    }
}
