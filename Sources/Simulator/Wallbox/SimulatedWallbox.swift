package import Charging
package import Logging
import OCPP
import OCPP16
import ServiceLifecycle
import WebSocket

/// An OCPP 1.6J wallbox with people, cars and faults, which keeps its own books.
///
/// It behaves as wallboxes do: transaction messages wait in order through every outage and are told again until they
/// are answered, and whatever happens to link and power, the meter goes on counting from where it was. It shares no
/// code with the gateway's side of OCPP but the messages themselves.
package actor SimulatedWallbox: Service, DialingWallbox {
    static let subprotocol = Dialect.ocpp16.rawValue

    package let configuration: Configuration
    /// What really happened so far.
    package internal(set) var truth = WallboxTruth()
    /// Notable events, for a single watcher; the oldest are dropped when nobody watches.
    nonisolated package let events: AsyncStream<WallboxEvent>

    let clock: any Clock<Duration>
    let wallClock: any WallClock
    let logger: Logger
    let eventSink: AsyncStream<WallboxEvent>.Continuation

    var outlets: [Outlet]
    var keys: WallboxKeys
    var outbox = Outbox()
    var random: SeededGenerator
    var password: [UInt8]?
    /// The open connection, and the bell that wakes its sender.
    var link: (connection: Connection, bell: AsyncStream<Void>.Continuation)?
    var outstanding: Outstanding?
    /// The boot since the power came was accepted.
    var isAccepted = false
    /// Ends when a boot was accepted for the first time.
    let firstBoot = AsyncStream.makeStream(of: Void.self)
    var absence: Duration?
    /// How many connectors still have charges before them.
    var plansAtWork: Int
    var audience: [CheckedContinuation<Void, Never>] = []
    var messageCount = 0
    private var hasStopped = false

    package init(
        configuration: Configuration, clock: any Clock<Duration>, wallClock: any WallClock, logger: Logger
    ) {
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
        (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
        let now = wallClock.now.monotonic
        outlets = (1...max(1, configuration.connectors)).map { number in
            Outlet(number: number, meter: SimulatedRegister(wattHours: configuration.firstRegister, at: now))
        }
        keys = WallboxKeys(
            connectors: configuration.connectors, sampleInterval: configuration.sampleInterval,
            retryInterval: configuration.retryInterval)
        random = SeededGenerator(seed: configuration.seed)
        password = configuration.password
        plansAtWork = outlets.count
    }

    /// Runs until graceful shutdown or cancellation; open transactions stay open.
    package func run() async throws {
        defer {
            hasStopped = true
            release()
            eventSink.finish()
        }
        do {
            try await cancelWhenGracefulShutdown { try await self.live() }
        } catch is CancellationError {}
    }

    /// Returns when the plan is done, nothing charges, and everything is told. Or when the wallbox has stopped.
    package func settled() async {
        guard !isSettled, !hasStopped else { return }
        await withCheckedContinuation { audience.append($0) }
    }

    /// Cuts the link, as a bad network does.
    package func cutLink() {
        link?.connection.abort()
    }

    /// Cuts the power: transactions end, the link is gone, and the wallbox boots again after the outage.
    package func cutPower() {
        emit(.lostPower)
        for index in outlets.indices { end(index, reason: "PowerLoss") }
        isAccepted = false
        cutLink()
    }

    private func live() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.stayConnected() }
            group.addTask { try await self.sample() }
            // People come when the wallbox is in service; after that they come whether it is connected or not.
            for await _ in firstBoot.stream { break }
            for index in outlets.indices {
                group.addTask { try await self.follow(planOf: index) }
            }
        }
    }

    // Who waits for everything to be done

    private var isSettled: Bool {
        plansAtWork == 0 && outbox.isEmpty && outstanding == nil && outlets.allSatisfy { $0.transaction == nil }
    }

    func checkSettled() {
        if isSettled { release() }
    }

    private func release() {
        for waiter in audience { waiter.resume() }
        audience = []
    }
}
