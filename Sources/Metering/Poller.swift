package import Charging
package import Logging
import ServiceLifecycle

/// Visits the meters of one bus, each at its interval, and brings their readings to the record.
package struct Poller: Service {
    private let bus: Bus
    private let meters: [PolledMeter]
    private let desk: Desk

    package init(
        bus: Bus, meters: [PolledMeter], recorder: any Recorder, health: Health, clock: any Clock<Duration>,
        wallClock: any WallClock, logger: Logger
    ) {
        self.bus = bus
        self.meters = meters
        desk = Desk(recorder: recorder, health: health, clock: clock, wallClock: wallClock, logger: logger)
    }

    /// Ends on graceful shutdown or cancellation, after the request that is under way.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for meter in meters {
                    group.addTask {
                        var rounds = Rounds(meter: meter, bus: bus, desk: desk)
                        await rounds.walk()
                    }
                }
            }
        }
    }
}

/// Where the readings go, and by what the time is told.
struct Desk: Sendable {
    let recorder: any Recorder
    let health: Health
    let clock: any Clock<Duration>
    let wallClock: any WallClock
    let logger: Logger
}
