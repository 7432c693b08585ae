package import Charging
package import Logging
import ServiceLifecycle
import Telegrams

/// Listens to the meters of one line that talk by themselves, and brings what is due to the record.
package struct Listener: Service {
    private let line: TelegramLine
    private let meters: [PushedMeter]
    private let desk: Desk

    /// How long shutdown waits at most, and how soon a lost line is looked at again.
    private static let glance = Duration.milliseconds(500)

    package init(
        line: TelegramLine, meters: [PushedMeter], recorder: any Recorder, health: Health, clock: any Clock<Duration>,
        wallClock: any WallClock, logger: Logger
    ) {
        self.line = line
        self.meters = meters
        desk = Desk(recorder: recorder, health: health, clock: clock, wallClock: wallClock, logger: logger)
    }

    /// Ends on graceful shutdown or cancellation.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await listen() }
    }

    private func listen() async {
        var watches = meters.map { Watch(meter: $0, line: line, desk: desk) }
        while !Task.isCancelled {
            let hearing = await hear()
            for index in watches.indices { await watches[index].take(hearing) }
            // A line that cannot be opened fails at once.
            if hearing.failure != nil {
                do { try await desk.clock.sleep(for: Self.glance) } catch { return }
            }
        }
    }

    private func hear() async -> Hearing {
        do throws(BusError) {
            return Hearing(try await line.listen(within: Self.glance), tally: await line.tally)
        } catch {
            return Hearing([], tally: await line.tally, failure: error)
        }
    }
}

/// What came over a line in one look, and all in all.
struct Hearing: Sendable {
    var telegrams: [Telegram]
    var damage: TelegramDamage?
    var tally: TelegramLine.Tally
    var failure: BusError?

    init(_ outcomes: [TelegramOutcome], tally: TelegramLine.Tally, failure: BusError? = nil) {
        telegrams = outcomes.compactMap(\.telegram)
        damage = outcomes.compactMap(\.damage).last
        self.tally = tally
        self.failure = failure
    }
}

extension TelegramOutcome {
    var telegram: Telegram? {
        if case .telegram(let telegram) = self { telegram } else { nil }
    }

    var damage: TelegramDamage? {
        if case .damaged(let damage) = self { damage } else { nil }
    }
}
