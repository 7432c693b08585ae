package import Charging
package import Logging
import OCPP
import OCPP201
import ServiceLifecycle
import WebSocket

/// An OCPP 2.0.1 wallbox with people and cars, which keeps its own books.
///
/// Transaction events wait in order through every outage, marked as told offline, and are told until they are answered.
/// Whatever else it is asked for that a small wallbox does not do, it answers with NotSupported.
package actor SimulatedWallbox201: Service, DialingWallbox {
    static let subprotocol = Dialect.ocpp201.rawValue

    package let configuration: SimulatedWallbox.Configuration
    /// What really happened so far, in the order it began.
    package internal(set) var charged: [Charged] = []
    /// Notable events, for a single watcher; the oldest are dropped when nobody watches.
    nonisolated package let events: AsyncStream<WallboxEvent>

    let clock: any Clock<Duration>
    let wallClock: any WallClock
    let logger: Logger
    let eventSink: AsyncStream<WallboxEvent>.Continuation

    var places: [Place]
    var model: DeviceModel201
    var outbox = Outbox201()
    var random: SeededGenerator
    var password: [UInt8]?
    /// The open connection, and the bell that wakes its sender.
    var link: (connection: Connection, bell: AsyncStream<Void>.Continuation)?
    /// Who waits for the answer to the call that was sent.
    var outstanding: (id: MessageID, answer: Answer?, waiter: CheckedContinuation<Answer, Never>?)?
    var isAccepted = false
    var bootReason = BootReason.powerUp
    /// Ends when a boot was accepted for the first time.
    let firstBoot = AsyncStream.makeStream(of: Void.self)
    var absence: Duration?
    /// It starts anew when nothing charges any more.
    var resetsWhenIdle = false
    var messageCount = 0

    /// What comes of a call.
    enum Answer: Sendable {
        case result(Payload)
        case error
        /// It did not come in time, or the link is gone.
        case none
    }

    package init(
        configuration: SimulatedWallbox.Configuration, clock: any Clock<Duration>, wallClock: any WallClock,
        logger: Logger
    ) {
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
        (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
        let now = wallClock.now.monotonic
        places = (1...max(1, configuration.connectors)).map { number in
            Place(evse: number, meter: SimulatedRegister(wattHours: configuration.firstRegister, at: now))
        }
        model = DeviceModel201(configuration)
        random = SeededGenerator(seed: configuration.seed)
        password = configuration.password
    }

    /// Runs until graceful shutdown or cancellation; open transactions stay open.
    package func run() async throws {
        defer { eventSink.finish() }
        do {
            try await cancelWhenGracefulShutdown { try await self.live() }
        } catch is CancellationError {}
    }

    /// Cuts the link, as a bad network does.
    package func cutLink() { link?.connection.abort() }

    private func live() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.stayConnected() }
            group.addTask { try await self.sample() }
            // People come when the wallbox is in service; after that they come whether it is connected or not.
            for await _ in firstBoot.stream { break }
            for index in places.indices {
                group.addTask { try await self.follow(planOf: index) }
            }
        }
    }
}
