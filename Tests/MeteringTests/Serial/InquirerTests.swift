import Charging
import Metering
import Simulator
import Telegrams
import Testing

@Suite(.timeLimit(.minutes(1))) struct InquirerTests {
    private let clock = ManualClock()
    private let wallClock = ManualWallClock()

    private func meter(_ line: SimulatedMeter.Line = .pty) throws -> SimulatedTelegramMeter {
        let meter = try SimulatedTelegramMeter(
            .d0, line: line, manner: .answers, serialNumber: 4711, wattHours: 1_234_567, clock: clock,
            wallClock: wallClock)
        meter.setPower(watts: -1500)
        return meter
    }

    private func line(to meter: SimulatedTelegramMeter) -> TelegramLine {
        TelegramLine(name: "head", kind: .d0, address: meter.address([.d0]), clock: clock, logger: quiet)
    }

    private func running(_ meter: SimulatedTelegramMeter, body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await meter.run() }
            defer { group.cancelAll() }
            try await body()
        }
    }

    @Test func `a meter is asked at 300 baud and heard at the speed it names`() async throws {
        let meter = try meter()
        try await running(meter) {
            guard case .telegram(let telegram) = try await line(to: meter).readOut("") else {
                Issue.record("the telegram was damaged")
                return
            }
            #expect(telegram[.energyImport] == ExactDecimal(1_234_567))
            #expect(telegram[.power] == ExactDecimal(-1500))
            #expect(telegram.serialNumber == "00004711")
        }
    }

    @Test func `a serial server has no speed to change`() async throws {
        let meter = try meter(.tcp())
        try await running(meter) {
            let outcome = try await line(to: meter).readOut("00004711")
            guard case .telegram(let telegram) = outcome else {
                Issue.record("the telegram was damaged")
                return
            }
            #expect(telegram.serialNumber == "00004711")
        }
    }

    @Test func `a damaged answer is told and not used`() async throws {
        let meter = try meter()
        try await running(meter) {
            meter.inject(.damaged, times: 1)
            let outcome = try await line(to: meter).readOut("")
            #expect(outcome == .damaged(.checksum))
        }
    }

    @Test func `one that stops in the middle is not waited for long`() async throws {
        let meter = try meter()
        try await running(meter) {
            meter.inject(.cut, times: 1)
            await #expect(throws: BusError.garbled("it stopped in the middle of its data")) {
                try await line(to: meter).readOut("")
            }
        }
    }

    @Test func `what is no address is not sent`() async throws {
        let meter = try meter()
        await #expect(throws: BusError.garbled("no meter has this address")) {
            try await line(to: meter).readOut("47\u{7}11")
        }
    }

    @Test func `readings come at the interval`() async throws {
        let meter = try meter()
        let queue = ReadingQueue()
        let inquirer = Inquirer(
            line: line(to: meter), meters: [AskedMeter(id: "grid")], recorder: queue,
            health: Health(wallClock: wallClock), clock: clock, wallClock: wallClock, logger: quiet)
        meter.setPower(watts: 3600)
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await meter.run() }
            group.addTask { try await inquirer.run() }
            defer { group.cancelAll() }
            #expect(await queue.next()?[.energyImport] == ExactDecimal(1_234_567))
            await clock.sleepers(1)
            wallClock.advance(by: .seconds(60))
            clock.advance(by: .seconds(60))
            #expect(await queue.next()?[.energyImport] == ExactDecimal(1_234_627))
        }
    }
}
