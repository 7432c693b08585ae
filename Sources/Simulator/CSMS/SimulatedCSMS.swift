package import Charging
package import Logging
package import OCPP
import ServiceLifecycle
import Synchronization
package import WebSocket

/// A strict CSMS on this machine: it keeps books, notes what no CSMS can work with, has the habits of one kind of cloud,
/// and faults when one is wanted.
package final class SimulatedCSMS: Service {
    /// What proves that a station is itself.
    package struct Account: Hashable, Sendable {
        /// For HTTP Basic, as the bytes that are sent; `nil` asks for none.
        package var password: [UInt8]?
        /// What stands for the station in the path, where the habits are so.
        package var token: String?

        package init(password: [UInt8]? = nil, token: String? = nil) {
            self.password = password
            self.token = token
        }
    }

    package struct Configuration: Sendable {
        package var host = "127.0.0.1"
        package var port = 0
        package var habits: CSMSHabits
        /// By their identities; `nil` lets everybody in.
        package var stations: [String: Account]?
        /// What it says of tags, in the words of OCPP; of others what its habits say.
        package var verdicts: [String: String] = [:]
        package var tls: TLSMaterial?
        /// Every answer takes so long.
        package var latency = Duration.zero
        /// How often stations are pinged.
        package var pingInterval = Duration.zero
        /// A further look at every payload that is taken: the dialect, the action, and the JSON; returns objections.
        package var inspector: (@Sendable (Dialect, String, String) -> [String])?

        package init(_ habits: CSMSHabits = .generic16, stations: [String: Account]? = nil) {
            self.habits = habits
            self.stations = stations
        }
    }

    /// Nothing can listen there; another program does, most likely.
    package struct PortTaken: Error {
        package var port: Int
    }

    struct State: Sendable {
        var books = CSMSBooks()
        var fault: CSMSFault?
        var verdicts: [String: String]
        var visits: [String: CSMSVisitState] = [:]
        /// When stations vanished without a word, in microseconds of the monotonic clock.
        var vanished: [String: Int64] = [:]
        /// Stations whose boot was accepted.
        var accepted: Set<String> = []
        var audience: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    struct Waiter: Sendable {
        var condition: @Sendable (CSMSBooks) -> Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    package let configuration: Configuration
    /// What happens, as it happens; for one listener.
    package let events: AsyncStream<CSMSEvent>

    let clock: any Clock<Duration>
    let wallClock: any WallClock
    let state: Mutex<State>
    private let logger: Logger
    private let didBind: @Sendable (Int) -> Void
    private let announcer: AsyncStream<CSMSEvent>.Continuation

    /// - Parameters:
    ///   - clock: what slow answers and calls wait on; the network's own waits are real ones.
    ///   - didBind: hears the port as soon as stations can connect.
    package init(
        configuration: Configuration = Configuration(), clock: any Clock<Duration> = ContinuousClock(),
        wallClock: any WallClock, logger: Logger, didBind: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
        self.didBind = didBind
        (events, announcer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
        state = Mutex(State(verdicts: configuration.verdicts))
    }

    package var books: CSMSBooks { state.withLock { $0.books } }

    /// What stations did that no CSMS can work with.
    package var violations: [String] { books.violations }

    /// What it says of a tag from now on.
    package func judge(_ tag: String, _ verdict: String) { state.withLock { $0.verdicts[tag] = verdict } }

    /// From now on this goes wrong, and `nil` is nothing.
    package func set(_ fault: CSMSFault?) {
        let visits = state.withLock { state in
            state.fault = fault
            if fault == .halfDead { for station in state.visits.keys { state.visits[station]?.isFrozen = true } }
            return state.visits.values.map(\.visit)
        }
        switch fault {
        case .dead: for visit in visits { visit.connection.abort() }
        case .halfDead: for visit in visits { freeze(visit) }
        default: break
        }
    }

    /// The connection of a station breaks, as with a bad network; it is not known here that it is gone.
    package func cut(_ station: String) { state.withLock { $0.visits[station]?.visit }?.connection.abort() }

    /// Says goodbye to a station.
    package func close(_ station: String) { state.withLock { $0.visits[station]?.visit }?.connection.close(.goingAway) }

    package func run() async throws {
        var section = ListenerConfiguration(
            host: configuration.host, port: configuration.port, pingInterval: configuration.pingInterval)
        section.tls = configuration.tls
        section.limits.bans = nil
        // It is to be as fast as it can.
        section.limits.messages = .init(perSecond: 1_000_000, burst: 1_000_000)
        section.limits.controlFrames = .init(perSecond: 10_000, burst: 10_000)
        let listener = Listener(
            configuration: section, clock: ContinuousClock(), logger: logger, admit: { self.admit($0) },
            serve: { connection, handshake, subprotocol in
                await self.serve(connection, handshake, subprotocol)
            }, didBind: didBind)
        defer { announcer.finish() }
        do {
            try await listener.run()
        } catch is ListenerError {
            throw PortTaken(port: configuration.port)
        }
    }

    func announce(_ station: String, _ kind: CSMSEvent.Kind) {
        announcer.yield(CSMSEvent(station: station, at: wallClock.now.at, kind: kind))
    }

    // Who waits for something to be in the books

    /// Returns once the books are so, or the waiting task is cancelled, as a test is that waits in vain.
    package func books(are condition: @escaping @Sendable (CSMSBooks) -> Bool) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if condition(state.books) || Task.isCancelled { return true }
                    state.audience[number] = Waiter(condition: condition, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.audience.removeValue(forKey: number) }?.continuation.resume()
        }
    }

    /// Wakes those whose condition is fulfilled by now.
    func tellAudience() {
        let served = state.withLock { state in
            let served = state.audience.filter { $0.value.condition(state.books) }
            for number in served.keys { state.audience[number] = nil }
            return served.values.map(\.continuation)
        }
        for continuation in served { continuation.resume() }
    }
}
