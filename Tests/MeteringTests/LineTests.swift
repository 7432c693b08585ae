import Charging
import Glibc
import Logging
import Metering
import Simulator
import Testing

private let energy = RegisterBlock(function: .input, address: 0x48, count: 2)
private let power = RegisterBlock(function: .input, address: 0x34, count: 2)
/// 7000 Wh, the import of unit 7.
private let sevenKilowattHours: [UInt16] = [0x40E0, 0x0000]
private let once = DeviceTiming(retries: 0)

extension SimulatedLine {
    func address(baud: Int = 9600) -> BusAddress {
        switch endpoint {
        case .tcp(let port): .rtuOverTCP(host: "127.0.0.1", port: UInt16(port))
        case .serial(let device): .serial(SerialSettings(device: device, baud: baud))
        }
    }

    func bus(
        baud: Int = 9600, timeout: Duration = .seconds(5), timing: DeviceTiming = .init(), health: Health? = nil,
        clock: any Clock<Duration> = ManualClock()
    ) -> Bus {
        Bus(
            name: "line", address: address(baud: baud), timeout: timeout, timing: timing, health: health, clock: clock,
            logger: quiet)
    }

    /// Runs the line beside the test.
    func running(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run() }
            defer { group.cancelAll() }
            try await body()
        }
    }
}

private func line(_ kind: SimulatedLine.Kind = .pty, units: [UInt8] = [7, 8]) throws -> SimulatedLine {
    try SimulatedLine(kind, units: units, wallClock: ManualWallClock())
}

/// What both ways to a serial line have in common: frames with a checksum, and nothing that tells a late answer.
@Suite(.timeLimit(.minutes(1))) struct LineTests {
    @Test(arguments: SimulatedLine.Kind.allCases)
    func `several meters are read, and one that is not there is silent`(_ kind: SimulatedLine.Kind) async throws {
        let line = try line(kind)
        try await line.running {
            let bus = line.bus(timeout: .milliseconds(500))
            let seven = try await bus.read([energy], unit: 7).blocks
            let eight = try await bus.read([energy], unit: 8).blocks
            #expect(seven == [sevenKilowattHours] && eight == [[0x4100, 0x0000]])
            await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 9) }
            #expect(line.counts == [7: 1, 8: 1, 9: 1], "a stranger is asked once")
            let again = try await bus.read([energy], unit: 7)
            #expect(again.blocks == [sevenKilowattHours] && again.connection == 1)
        }
    }

    @Test(arguments: SimulatedLine.Kind.allCases)
    func `an exception is told with its code, and nothing is closed`(_ kind: SimulatedLine.Kind) async throws {
        let line = try line(kind)
        try await line.running {
            let bus = line.bus()
            line.inject(.exception(6), unit: 7, times: 1)
            await #expect(throws: BusError.exception(6)) { try await bus.read([energy], unit: 7) }
            let harvest = try await bus.read([energy], unit: 7)
            #expect(harvest.connection == 1)
            #expect(bus.statistics.openings == 1)
        }
    }

    @Test(arguments: SimulatedLine.Kind.allCases)
    func `a late answer is not taken for the next`(_ kind: SimulatedLine.Kind) async throws {
        let line = try line(kind)
        try await line.running {
            let bus = line.bus(timeout: .seconds(2))
            _ = try await bus.read([energy], unit: 7)
            line.inject(.late(.milliseconds(2500)), unit: 7, times: 1)
            await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 7, timing: once) }
            let words = try await bus.read([power], unit: 7).blocks
            #expect(words == [[0, 0]])
            let energyWords = try await bus.read([energy], unit: 7).blocks
            #expect(energyWords == [sevenKilowattHours])
        }
    }

    @Test(arguments: SimulatedLine.Kind.allCases)
    func `a wrong checksum is asked for again, as often as is allowed`(_ kind: SimulatedLine.Kind) async throws {
        let line = try line(kind)
        try await line.running {
            let bus = line.bus(timeout: .milliseconds(500))
            line.inject(.wrongChecksum, unit: 7, times: 1)
            let words = try await bus.read([energy], unit: 7).blocks
            #expect(words == [sevenKilowattHours])
            line.inject(.wrongChecksum, unit: 7, times: 2)
            let error = await #expect(throws: BusError.self) { try await bus.read([energy], unit: 7) }
            guard case .garbled = error else {
                Issue.record("another error")
                return
            }
            line.inject(.wrongChecksum, unit: 7, times: 2)
            let third = try await bus.read([energy], unit: 7, timing: DeviceTiming(retries: 2)).blocks
            #expect(third == [sevenKilowattHours])
            let counts = bus.statistics.counts
            #expect(counts.requests == 7 && counts.answers == 2 && counts.garbled == 5)
        }
    }

    @Test func `one that answered is asked again when it is silent`() async throws {
        let line = try line()
        try await line.running {
            let bus = line.bus(timeout: .milliseconds(300))
            _ = try await bus.read([energy], unit: 7)
            line.inject(.silent, unit: 7, times: 1)
            let words = try await bus.read([energy], unit: 7).blocks
            #expect(words == [sevenKilowattHours])
            line.inject(.silent, unit: 7)
            await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 7) }
            #expect(line.counts[7] == 5)
            await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 7) }
            #expect(line.counts[7] == 6, "the second time nobody hopes")
        }
    }

    @Test func `each device has its own time`() async throws {
        let line = try line()
        try await line.running {
            let bus = line.bus(timeout: .milliseconds(20))
            line.inject(.late(.milliseconds(400)), unit: 7, times: 1)
            let words = try await bus.read([energy], unit: 7, timing: DeviceTiming(timeout: .seconds(5))).blocks
            #expect(words == [sevenKilowattHours])
        }
    }

    @Test func `frames have three and a half characters between them, and more where a device needs a rest`()
        async throws
    {
        let line = try line()
        try await line.running {
            let bus = line.bus(baud: 1200)
            for _ in 0..<3 { _ = try await bus.read([energy, power], unit: 7) }
            let silence = try #require(line.shortestSilence)
            #expect(silence >= .milliseconds(32))
        }
        let second = try Self.secondLine()
        try await second.running {
            let bus = second.bus(timing: DeviceTiming(pause: .milliseconds(60)))
            for _ in 0..<3 { _ = try await bus.read([energy], unit: 7) }
            let silence = try #require(second.shortestSilence)
            #expect(silence >= .milliseconds(60))
        }
    }

    private static func secondLine() throws -> SimulatedLine { try line(.tcp) }

    @Test func `a limit is written in the middle of a visit`() async throws {
        let line = try line()
        try await line.running {
            let bus = line.bus()
            line.inject(.late(.seconds(1)), unit: 7, times: 1)
            async let visit = bus.read([energy, power], unit: 7)
            while line.requests.isEmpty { await Task.yield() }
            async let reading = bus.read([energy], unit: 7)
            try await bus.write([RegisterWrite(function: .single, address: 3, words: [16])], unit: 8)
            _ = try await (visit, reading)
            #expect(line.requests.map(\.unit) == [7, 8, 7, 7])
            #expect(line.requests.map(\.isWrite) == [false, true, false, false])
            #expect(line.requests.map(\.address) == [0x48, 3, 0x34, 0x48])
        }
    }

    @Test func `all the dead together take no more than a thirty-second of the line`() async throws {
        let line = try line()
        let clock = ContinuousClock()
        try await line.running {
            let bus = line.bus(baud: 115_200, timeout: .milliseconds(10), clock: clock)
            let start = clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for unit: UInt8 in [21, 22] {
                    group.addTask {
                        for _ in 0..<2 { try? await bus.probe(energy, unit: unit) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(line.counts == [21: 2, 22: 2])
            // Three rests between four probes, and each probe took at least its time-out.
            #expect(start.duration(to: clock.now) >= .milliseconds(3 * 32 * 10))
            #expect(bus.statistics.utilisation <= 1.0 / 16)
        }
    }

    @Test func `a probe that is answered costs no rest`() async throws {
        let line = try line()
        try await line.running {
            let bus = line.bus()
            for _ in 0..<3 { try await bus.probe(energy, unit: 7) }
            #expect(line.counts == [7: 3])
        }
    }

    @Test func `the statistics tell what happened`() async throws {
        let line = try line()
        let clock = ManualClock()
        try await line.running {
            let bus = line.bus(timeout: .seconds(2), clock: clock)
            _ = try await bus.read([energy, power], unit: 8)
            await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 3) }
            clock.advance(by: .seconds(5))
            let statistics = bus.statistics
            #expect(statistics.counts.requests == 3 && statistics.counts.answers == 2)
            #expect(statistics.devices.map(\.unit) == [3, 8])
            #expect(statistics.devices.map(\.secondsSinceAnswer) == [nil, 5])
            #expect(statistics.devices.map(\.counts.silences) == [1, 0])
        }
    }

    @Test func `a simulated line takes the time of a real one`() async throws {
        let line = try SimulatedLine(
            .pty, baud: 2400, turnaround: .milliseconds(20), units: [7], wallClock: ManualWallClock())
        let clock = ContinuousClock()
        try await line.running {
            let bus = line.bus()
            let start = clock.now
            _ = try await bus.read([energy], unit: 7)
            // 8 characters there and 9 back, of 11 bits each.
            #expect(start.duration(to: clock.now) >= .microseconds(17 * 11 * 1_000_000 / 2400) + .milliseconds(20))
            let traffic = line.takeTraffic()
            #expect(traffic.requests == 1 && traffic.characters == 17)
            #expect(traffic.units["7"]?.reads == 1 && traffic.blocks == ["72:2": 1])
            #expect(line.takeTraffic().requests == 0)
        }
    }

    @Test func `the age of each block is told`() async throws {
        let line = try line()
        try await line.running {
            let bus = line.bus(clock: ContinuousClock())
            _ = try await bus.read([energy], unit: 7)
            line.inject(.late(.milliseconds(300)), unit: 7, times: 2)
            let ages = try await bus.read([energy, power], unit: 7).ages
            #expect(ages.count == 2)
            #expect(ages[0] >= .milliseconds(300) && ages[1] < ages[0])
        }
    }
}
