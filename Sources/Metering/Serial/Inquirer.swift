package import Charging
package import Logging
import ServiceLifecycle
import Telegrams

/// Asks the meters of one line for their data, each at its interval, and brings them to the record.
package struct Inquirer: Service {
    private let line: TelegramLine
    private let meters: [AskedMeter]
    private let desk: Desk

    package init(
        line: TelegramLine, meters: [AskedMeter], recorder: any Recorder, health: Health, clock: any Clock<Duration>,
        wallClock: any WallClock, logger: Logger
    ) {
        self.line = line
        self.meters = meters
        desk = Desk(recorder: recorder, health: health, clock: clock, wallClock: wallClock, logger: logger)
    }

    /// Ends on graceful shutdown or cancellation, after the readout that is under way.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for meter in meters {
                    group.addTask {
                        var inquiry = Inquiry(meter: meter, line: line, desk: desk)
                        await inquiry.walk()
                    }
                }
            }
        }
    }
}

/// The readouts of one meter.
private struct Inquiry {
    let meter: AskedMeter
    let line: TelegramLine
    let desk: Desk
    private var account: MeterAccount
    private var misses = 0

    /// A readout that fails once may have been disturbed by light or by somebody at the meter.
    private static let missesUntilSilent = 2

    init(meter: AskedMeter, line: TelegramLine, desk: Desk) {
        self.meter = meter
        self.line = line
        self.desk = desk
        account = MeterAccount(meter: meter.id, line: line.name, desk: desk)
    }

    mutating func walk() async {
        let timetable = Timetable(interval: meter.interval)
        while !Task.isCancelled {
            await ask()
            let pause = timetable.pause(after: desk.wallClock.now.at, silences: 0)
            do { try await desk.clock.sleep(for: pause) } catch { return }
        }
    }

    private mutating func ask() async {
        do throws(BusError) {
            switch try await line.readOut(meter.address) {
            case .telegram(let telegram): await take(telegram)
            case .damaged(let damage): await missed(.garbled, "what came is damaged", remedy: "\(damage)")
            }
        } catch {
            await missed(error.silence, "\(error)", remedy: Self.remedy(for: error))
        }
    }

    private mutating func take(_ telegram: Telegram) async {
        misses = 0
        account.answers()
        account.identify(as: telegram.serialNumber)
        account.show(telegram.notices.first.map { ($0.summary, $0.remedy) })
        guard let part = telegram.part(of: nil), !part.registers.isEmpty else { return }
        await account.record(part.reading(of: meter.id, at: desk.wallClock.now.at, by: .d0))
    }

    private mutating func missed(_ silence: MeterSilence.Reason, _ reason: String, remedy: String) async {
        guard !Task.isCancelled else { return }
        misses += 1
        guard misses >= Self.missesUntilSilent else { return }
        account.isSilent(because: reason, remedy: remedy)
        if misses == Self.missesUntilSilent { await account.recordSilence(silence, reason) }
    }

    private static func remedy(for error: BusError) -> String {
        switch error {
        case .unreachable, .lost: "Check that the adapter or the network is plugged in and that its name is right."
        case .silent: "Check that the optical head sits on the meter, and the meter's address."
        default: "Check that the optical head sits straight on the meter and in the dark, and that protocol is right."
        }
    }
}
