import Charging
import Simulator
import Testing

@testable import Metering
@testable import Telegrams

@Suite struct WatchTests {
    private let clock = ManualClock()
    private let wallClock = ManualWallClock()
    private let queue = ReadingQueue()
    private let health: Health
    private let line: TelegramLine

    init() {
        health = Health(wallClock: wallClock)
        line = TelegramLine(
            name: "grid", kind: .p1, address: .tcp(host: "127.0.0.1", port: 9), clock: clock, logger: quiet)
    }

    private func watch(_ meter: PushedMeter = PushedMeter(id: "grid")) -> Watch {
        Watch(
            meter: meter, line: line,
            desk: Desk(recorder: queue, health: health, clock: clock, wallClock: wallClock, logger: quiet))
    }

    private func pass(_ span: Duration) {
        clock.advance(by: span)
        wallClock.advance(by: span)
    }

    private static let telegram = Telegram(
        serialNumber: "4711", measuredAt: nil,
        registers: [.init(obis: .energyImport, value: ExactDecimal(1000), unit: "Wh", raw: "")],
        attached: [
            AttachedMeter(
                channel: 2, serialNumber: "GAS1",
                registers: [.init(obis: "0-2:24.2.1", value: ExactDecimal(12), unit: "m3", raw: "")])
        ])

    private func told(bytes: Int = 100, telegrams: [Telegram] = [telegram]) -> Hearing {
        Hearing(
            telegrams.map(TelegramOutcome.telegram),
            tally: TelegramLine.Tally(bytes: bytes, telegrams: telegrams.count))
    }

    @Test func `a telegram each second is recorded once in the interval`() async throws {
        var watch = watch(PushedMeter(id: "grid", interval: .seconds(10)))
        var times: [Duration] = []
        for _ in 0..<30 {
            await watch.take(told())
            pass(.seconds(1))
        }
        for _ in 0..<3 {
            let reading = try #require(await queue.next())
            times.append(reading.at - ManualWallClock().now.at)
        }
        #expect(times == [.zero, .seconds(10), .seconds(20)])
    }

    @Test func `what hangs on a channel is a meter of its own`() async throws {
        var watch = watch(PushedMeter(id: "gas", channel: 2))
        await watch.take(told())
        let reading = try #require(await queue.next())
        #expect(reading.meter == "gas")
        #expect(reading.serialNumber == "GAS1")
        #expect(reading.registers.map(\.obis) == ["0-2:24.2.1"])
    }

    @Test func `a minute of silence is a condition that says what the line says, and passes`() async {
        var watch = watch()
        await watch.take(told())
        pass(.seconds(59))
        await watch.take(told(telegrams: []))
        #expect(health.current.isEmpty)
        pass(.seconds(1))
        await watch.take(told(telegrams: []))
        #expect(health.current.map(\.code) == ["meter.grid.silent"])
        #expect(health.current.first?.summary.contains("nothing comes over the line") == true)
        await watch.take(told(bytes: 300))
        #expect(health.current.isEmpty)
    }

    struct Cause: Sendable, CustomTestStringConvertible {
        var hearing: @Sendable () -> Hearing
        var words: String
        var testDescription: String { words }
    }

    @Test(arguments: [
        Cause(
            hearing: { Hearing([], tally: .init(), failure: .unreachable("No such file or directory")) },
            words: "No such file"),
        Cause(hearing: { Hearing([.damaged(.checksum)], tally: .init(bytes: 900, damaged: 3)) }, words: "damaged"),
        Cause(hearing: { Hearing([], tally: .init(bytes: 900)) }, words: "no telegram"),
        Cause(hearing: { Hearing([], tally: .init(bytes: 900, telegrams: 5)) }, words: "say nothing of it"),
    ])
    func `the condition tells a dead line from a wrong one`(_ cause: Cause) async {
        var watch = watch()
        pass(.seconds(60))
        await watch.take(cause.hearing())
        #expect(health.current.first?.summary.contains(cause.words) == true)
    }

    @Test func `what the meter says of itself is shown until it no longer does`() async {
        var watch = watch()
        var telegram = Self.telegram
        telegram.notices = [.pinMissing]
        await watch.take(told(telegrams: [telegram]))
        #expect(health.current.map(\.code) == ["meter.grid.notice"])
        await watch.take(told())
        #expect(health.current.isEmpty)
    }
}
