import Charging
import OCPP
import WebSocket

/// What simulated wallboxes do alike, whatever they speak: they dial in again and again, number what they say and tell
/// what happens to them.
protocol DialingWallbox: Actor {
    nonisolated var configuration: SimulatedWallbox.Configuration { get }
    nonisolated var clock: any Clock<Duration> { get }
    nonisolated var wallClock: any WallClock { get }
    nonisolated var eventSink: AsyncStream<WallboxEvent>.Continuation { get }
    static var subprotocol: String { get }

    var random: SeededGenerator { get set }
    var password: [UInt8]? { get }
    /// How long to stay away before dialling again; `nil` for the usual back-off.
    var absence: Duration? { get set }
    var messageCount: Int { get set }

    /// Talks over one connection until it ends.
    func serve(_ connection: Connection) async throws
}

extension DialingWallbox {
    func stayConnected() async throws {
        let dialer = configuration.dialer(clock)
        var failures = 0
        while true {
            do {
                try await dialer.connect(
                    url: configuration.address, subprotocols: [Self.subprotocol],
                    headers: configuration.headers(password)
                ) { connection in
                    failures = 0
                    try await serve(connection)
                }
                emit(.disconnected("the other side closed"))
            } catch {
                try Task.checkCancellation()
                emit(.disconnected("\(error)"))
            }
            try await clock.sleep(for: absence ?? backOff(failures))
            absence = nil
            failures += 1
        }
    }

    private func backOff(_ failures: Int) -> Duration {
        let bounds = configuration.reconnectAfter
        let longest = min(bounds.upperBound, bounds.lowerBound * (1 << min(failures, 10)))
        return random.duration(in: bounds.lowerBound...max(bounds.lowerBound, longest))
    }

    /// Every message id is new, over all connections.
    func freshID() -> MessageID {
        messageCount += 1
        return MessageID("\(configuration.id.prefix(20))-\(configuration.seed % 10_000)-\(messageCount)")
    }

    /// The time as the wallbox writes it, to the millisecond.
    nonisolated var now: Timestamp { Timestamp(microseconds: wallClock.now.at.microseconds / 1000 * 1000) }

    nonisolated func emit(_ kind: WallboxEvent.Kind) {
        eventSink.yield(WallboxEvent(wallbox: configuration.id, at: now, kind: kind))
    }
}
