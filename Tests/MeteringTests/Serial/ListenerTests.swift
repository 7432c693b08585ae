import Charging
import FoundationEssentials
import Metering
import Simulator
import Telegrams
import Testing

/// A listener with everything around it. The line is real; only its time is not.
private struct Bench {
    let clock = ManualClock()
    let wallClock = ManualWallClock()
    let queue = ReadingQueue()
    let health: Health
    let meter: SimulatedTelegramMeter
    let line: TelegramLine

    init(_ kind: TelegramKind, _ line: LineKind) throws {
        health = Health(wallClock: wallClock)
        meter = try SimulatedTelegramMeter(
            kind, line: line.line, manner: .pushesWhenTold, serialNumber: 4711, wattHours: 1_234_567, clock: clock,
            wallClock: wallClock)
        self.line = TelegramLine(
            name: "grid", kind: kind.format, address: meter.address(), clock: clock, logger: quiet)
    }

    func listen(
        _ meters: [PushedMeter] = [PushedMeter(id: "grid", interval: .seconds(1))], body: () async throws -> Void
    ) async throws {
        let listener = Listener(
            line: line, meters: meters, recorder: queue, health: health, clock: clock, wallClock: wallClock,
            logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await meter.run() }
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            // A pseudo terminal keeps what nobody reads yet; on TCP it would be lost.
            if case .tcp = meter.endpoint { for await _ in meter.arrivals { break } }
            try await body()
        }
    }

    /// Lets the meter talk, and returns what comes of it.
    func reading() async -> MeterReading? {
        meter.tell()
        return await queue.next()
    }
}

extension TelegramKind {
    fileprivate var format: TelegramFormat {
        switch self {
        case .p1: .p1
        case .sml: .sml
        case .d0: .d0
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
    @Test(arguments: TelegramKind.allCases, LineKind.allCases)
    func `what a meter tells arrives as it counts`(_ kind: TelegramKind, _ line: LineKind) async throws {
        let bench = try Bench(kind, line)
        bench.meter.setPower(watts: 3600)
        try await bench.listen {
            let first = try #require(await bench.reading())
            #expect(first[.energyImport] == ExactDecimal(1_234_567))
            #expect(first[.power] == ExactDecimal(3600))
            #expect(first.serialNumber?.hasSuffix("4711") == true)
            #expect(first.at == ManualWallClock().now.at)
            bench.wallClock.advance(by: .seconds(10))
            let second = try #require(await bench.reading())
            #expect(second[.energyImport] == ExactDecimal(1_234_577))
        }
    }

    @Test func `a damaged telegram is counted and gives no reading`() async throws {
        let bench = try Bench(.sml, .pty)
        try await bench.listen {
            _ = await bench.reading()
            bench.meter.inject(.damaged, times: 1)
            bench.wallClock.advance(by: .seconds(1))
            bench.meter.tell()
            bench.meter.exchange(serialNumber: 4711, wattHours: 2_000_000)
            let next = try #require(await bench.reading())
            #expect(next[.energyImport] == ExactDecimal(2_000_000))
            #expect(await bench.line.tally.damaged == 1)
        }
    }

    @Test func `an adapter that vanishes and returns is opened again under its name`() async throws {
        let link = try DeviceLink()
        defer { link.remove() }
        let clock = ManualClock()
        var first: SimulatedTelegramMeter? = try link.plugIn(clock)
        let line = TelegramLine(
            name: "grid", kind: .p1, address: .serial(device: link.path, formats: [.p1]), clock: clock, logger: quiet)
        #expect(try await line.listen(within: .milliseconds(1)).isEmpty)
        link.remove()
        withExtendedLifetime(first) {}
        first = nil
        await #expect(throws: BusError.self) { try await line.listen(within: .seconds(5)) }
        await #expect(throws: BusError.self) { try await line.listen(within: .milliseconds(1)) }
        // The same name, another device.
        let second = try link.plugIn(clock)
        clock.advance(by: .seconds(1))
        #expect(try await line.listen(within: .milliseconds(1)).isEmpty)
        #expect(await line.tally.openings == 2)
        withExtendedLifetime(second) {}
    }

    @Test func `a TCP connection that stays silent is made anew`() async throws {
        let bench = try Bench(.p1, .tcp)
        #expect(try await bench.line.listen(within: .milliseconds(1)).isEmpty)
        bench.clock.advance(by: .seconds(60))
        await #expect(throws: BusError.lost("nothing came for 60 s")) {
            try await bench.line.listen(within: .milliseconds(1))
        }
        #expect(try await bench.line.listen(within: .milliseconds(1)).isEmpty)
        #expect(await bench.line.tally.openings == 2)
    }

    @Test func `a device that another program listens to is left alone`() async throws {
        let bench = try Bench(.p1, .pty)
        _ = try await bench.line.listen(within: .milliseconds(1))
        let second = TelegramLine(
            name: "other", kind: .p1, address: bench.meter.address(), clock: bench.clock, logger: quiet)
        await #expect(throws: BusError.self) {
            try await second.listen(within: .milliseconds(1))
        }
    }

    @Test func `what is no serial device is said to be none`() async throws {
        let line = TelegramLine(
            name: "grid", kind: .p1, address: .serial(device: "/dev/null", formats: [.p1]), clock: ManualClock(),
            logger: quiet)
        await #expect(throws: BusError.unreachable("it is no serial device")) {
            try await line.listen(within: .milliseconds(1))
        }
    }
}

/// A name for a device that stays the same whichever it is, as under `/dev/serial/by-id`.
private struct DeviceLink {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)").path
    }

    func plugIn(_ clock: ManualClock) throws -> SimulatedTelegramMeter {
        let meter = try SimulatedTelegramMeter(
            .p1, line: .pty, manner: .pushesWhenTold, clock: clock, wallClock: ManualWallClock())
        guard case .serial(let device) = meter.endpoint else { return meter }
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: device)
        return meter
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
