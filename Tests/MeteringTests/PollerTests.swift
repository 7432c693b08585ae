import Charging
import Logging
import Metering
import Simulator
import Synchronization
import Testing

private final class Shelf: Recorder {
    private let state = Mutex<(readings: [MeterReading], missed: [MissedReading], failure: RecordingError?)>(
        ([], [], nil))

    var readings: [MeterReading] { state.withLock { $0.readings } }
    var missed: [MissedReading] { state.withLock { $0.missed } }

    func readings(of meter: MeterID) -> [MeterReading] { readings.filter { $0.meter == meter } }

    func fail(with error: RecordingError?) { state.withLock { $0.failure = error } }

    func record(_ event: Event) async throws(RecordingError) -> Answer {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        switch event {
        case .meter(let reading): state.withLock { $0.readings.append(reading) }
        case .missed(let missed): state.withLock { $0.missed.append(missed) }
        default: break
        }
        return .recorded
    }
}

/// A poller with everything around it. Ten seconds pass in `next`.
private struct Bench {
    let clock = ManualClock()
    let wallClock = ManualWallClock()
    let shelf = Shelf()
    let health: Health
    let meter: SimulatedMeter
    let profile: MeterProfile

    /// An SDM630 without its profile, or any other with one.
    init(_ kind: LineKind = .tcp, file: String? = nil) throws {
        health = Health(wallClock: wallClock)
        guard let file else {
            profile = try Profiles.sdm630
            meter = try SimulatedMeter(line: kind.line, serialNumber: 4711, wattHours: 1000, wallClock: wallClock)
            return
        }
        profile = try MeterProfile(path: Profiles.folder + "/" + file)
        meter = try SimulatedMeter(
            profile: SimulatedProfile(path: Profiles.folder + "/" + file), line: kind.line, serialNumber: 4711,
            wattHours: 1000, wallClock: wallClock)
    }

    func poll(_ units: [MeterID: UInt8], timeout: Duration = .seconds(5), body: () async throws -> Void) async throws {
        let poller = Poller(
            bus: bus(to: meter, timeout: timeout, clock: clock),
            meters: units.map { PolledMeter(id: $0, unit: $1, profile: profile) }, recorder: shelf, health: health,
            clock: clock, wallClock: wallClock,
            logger: quiet)
        try await running(meter) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await poller.run() }
                await clock.sleepers(units.count)
                defer { group.cancelAll() }
                try await body()
            }
        }
    }

    /// Returns when all meters have been visited that are due.
    func next(_ meters: Int = 1) async {
        wallClock.advance(by: .seconds(10))
        clock.advance(by: .seconds(10))
        await clock.sleepers(meters)
    }

    var conditions: [String] { health.current.map(\.code) }
}

@Suite(.timeLimit(.minutes(1))) struct PollerTests {
    @Test(arguments: LineKind.allCases)
    func `a meter is read at once and then at its interval`(_ kind: LineKind) async throws {
        let bench = try Bench(kind)
        bench.meter.setPower(watts: 3600)
        try await bench.poll(["garage": 1]) {
            await bench.next()
            await bench.next()
            let readings = bench.shelf.readings
            #expect(readings.compactMap { $0[.energyImport]?.description } == ["1000", "1010", "1020"])
            #expect(readings.allSatisfy { $0.serialNumber == "4711" && $0[.power] == ExactDecimal(3600) })
            #expect(readings.allSatisfy { $0.origin == .modbus && $0.profile == "Eastron SDM630" })
            let start = ManualWallClock().now.at
            #expect(readings.map { $0.at - start } == [.zero, .seconds(10), .seconds(20)])
        }
    }

    @Test func `a failed read is no reading, and three are a condition`() async throws {
        let bench = try Bench()
        try await bench.poll(["garage": 1]) {
            bench.meter.inject(.exception(4))
            await bench.next()
            await bench.next()
            #expect(bench.conditions.isEmpty)
            await bench.next()
            #expect(bench.conditions == ["meter.garage.silent"])
            #expect(bench.shelf.readings.count == 1)
            bench.meter.inject(nil)
            await bench.next()
            #expect(bench.shelf.readings.count == 1, "a silent meter is visited less often")
            await bench.next()
            #expect(bench.shelf.readings.count == 2)
            #expect(bench.conditions.isEmpty)
        }
    }

    @Test func `ten minutes of silence are a gap, and the energy of that time is in the next reading`() async throws {
        let bench = try Bench()
        bench.meter.setPower(watts: 2400)
        try await bench.poll(["garage": 1]) {
            bench.meter.inject(.exception(11))
            for _ in 0..<60 { await bench.next() }
            #expect(bench.shelf.readings.count == 1)
            bench.meter.inject(nil)
            bench.meter.setPower(watts: 0)
            for _ in 0..<6 { await bench.next() }
            #expect(bench.shelf.readings.compactMap { $0[.energyImport]?.description }.prefix(2) == ["1000", "1400"])
            #expect(bench.shelf.missed.map(\.reason) == [.unanswered], "and the record says why")
            #expect(bench.shelf.missed.first?.detail.contains("gateway target does not answer") == true)
        }
    }

    @Test func `a dead meter does not slow the living one on its line`() async throws {
        let bench = try Bench(.pty)
        try await bench.poll(["dead": 2, "living": 1], timeout: .milliseconds(300)) {
            for _ in 0..<12 { await bench.next(2) }
            #expect(bench.shelf.readings(of: "living").count == 13)
            #expect(bench.shelf.readings(of: "dead").isEmpty)
            #expect(bench.conditions == ["meter.dead.silent"])
        }
    }

    @Test func `an exchanged meter tells its own serial number`() async throws {
        let bench = try Bench()
        try await bench.poll(["garage": 1]) {
            bench.meter.inject(.hangUp, times: 2)
            await bench.next()
            bench.meter.exchange(serialNumber: 4712, wattHours: 5)
            await bench.next()
            #expect(bench.shelf.readings.map(\.serialNumber) == ["4711", "4712"])
            #expect(bench.shelf.readings.last?[.energyImport] == ExactDecimal(5))
        }
    }

    @Test func `a register that fell has the meter asked who it is`() async throws {
        let bench = try Bench()
        try await bench.poll(["garage": 1]) {
            bench.meter.exchange(serialNumber: 4712, wattHours: 5)
            await bench.next()
            #expect(bench.shelf.readings.map(\.serialNumber) == ["4711", "4712"])
        }
    }

    @Test func `an exchange that nobody noticed is found by the hundredth reading`() async throws {
        let bench = try Bench()
        try await bench.poll(["garage": 1]) {
            // The register goes on from where it was, so nothing else tells it.
            bench.meter.exchange(serialNumber: 4712, wattHours: 5000)
            for _ in 0..<100 { await bench.next() }
            #expect(bench.shelf.readings[99].serialNumber == "4711")
            #expect(bench.shelf.readings[100].serialNumber == "4712")
        }
    }

    @Test func `the serial number is not asked for with each reading`() async throws {
        let bench = try Bench()
        try await bench.poll(["garage": 1]) {
            for _ in 0..<9 { await bench.next() }
            #expect(bench.meter.requestCount == 10 * 3 + 1)
        }
    }

    @Test func `a reading that cannot be recorded does not end the visits`() async throws {
        let bench = try Bench()
        try await bench.poll(["garage": 1]) {
            bench.shelf.fail(with: .storage("disk full"))
            await bench.next()
            bench.shelf.fail(with: nil)
            await bench.next()
            #expect(bench.shelf.readings.count == 2)
            #expect(bench.conditions.isEmpty)
        }
    }

    @Test func `a line that is not there is told once, and not for each meter on it`() async throws {
        let bench = try Bench()
        let bus = Bus(
            name: "rs485", address: .serial(SerialSettings(device: "/dev/there-is-no-such-line")),
            health: bench.health, clock: bench.clock, logger: quiet)
        let profile = try Profiles.sdm630
        let poller = Poller(
            bus: bus,
            meters: ["garage", "carport"].map { PolledMeter(id: $0, unit: 1, profile: profile) }, recorder: bench.shelf,
            health: bench.health, clock: bench.clock, wallClock: bench.wallClock, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await poller.run() }
            await bench.clock.sleepers(2)
            for _ in 0..<4 { await bench.next(2) }
            #expect(bench.conditions == ["bus.rs485.line"])
            let condition = try #require(bench.health.current.first)
            #expect(
                condition.summary == "Bus rs485 is out of order: "
                    + "the line cannot be opened: /dev/there-is-no-such-line is not there.")
            group.cancelAll()
        }
    }

    @Test func `a SunSpec meter is read where it keeps its models, and looked through again after a miss`() async throws
    {
        let bench = try Bench(file: "sunspec-203.toml")
        try await bench.poll(["roof": 1]) {
            #expect(bench.shelf.readings.last?.serialNumber == "4711")
            #expect(bench.shelf.readings.last?[.energyImport] == ExactDecimal(1000))
            let requests = bench.meter.requestCount
            await bench.next()
            let visit = bench.meter.requestCount - requests
            bench.meter.inject(.exception(4), times: 1)
            await bench.next()
            await bench.next()
            #expect(bench.shelf.readings.count == 3)
            // Between two visits: the miss, whether it answers again, "SunS", three heads, and the serial number.
            #expect(bench.meter.requestCount - requests == 2 * visit + 1 + 1 + 4 + 1)
        }
    }

    @Test func `a SunSpec meter of another model gives no readings, and the profile is named`() async throws {
        let bench = try Bench(file: "sunspec-201.toml")
        let other = try MeterProfile(path: Profiles.folder + "/sunspec-203.toml")
        let poller = Poller(
            bus: bus(to: bench.meter, clock: bench.clock), meters: [PolledMeter(id: "roof", unit: 1, profile: other)],
            recorder: bench.shelf, health: bench.health, clock: bench.clock, wallClock: bench.wallClock, logger: quiet)
        try await running(bench.meter) {
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await poller.run() }
                await bench.clock.sleepers(1)
                await bench.next()
                await bench.next()
                #expect(bench.shelf.readings.isEmpty)
                #expect(bench.health.current.first?.remedy.contains("SunSpec 203") ?? false)
                group.cancelAll()
            }
        }
    }
}
