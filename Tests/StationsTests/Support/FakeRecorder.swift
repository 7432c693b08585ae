import Charging
import Synchronization

/// A record in memory: gives every start an id, fails on demand, and can be held at the moment before the commit.
final class FakeRecorder: Recorder {
    private struct State {
        var events: [Event] = []
        var failures: [RecordingError] = []
        var ids: [TransactionStart: TransactionID] = [:]
        var gate: AsyncStream<Void>?
    }

    private let state = Mutex(State())
    /// Every event as it arrives, before it is recorded.
    let arrivals: AsyncStream<Event>
    private let arrival: AsyncStream<Event>.Continuation

    init() {
        (arrivals, arrival) = AsyncStream.makeStream()
    }

    /// What was recorded.
    var events: [Event] { state.withLock { $0.events } }

    var stationEvents: [StationEvent] {
        events.compactMap { if case .station(_, let event) = $0 { event } else { nil } }
    }

    /// The next events fail like this, one after the other.
    func fail(_ failures: [RecordingError]) { state.withLock { $0.failures = failures } }

    /// From now on an event is recorded only when the returned continuation yields.
    func hold() -> AsyncStream<Void>.Continuation {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        state.withLock { $0.gate = stream }
        return continuation
    }

    func record(_ event: Event) async throws(RecordingError) -> Answer {
        arrival.yield(event)
        if let gate = state.withLock({ $0.gate }) {
            var passes = gate.makeAsyncIterator()
            _ = await passes.next()
        }
        let result: Result<Answer, RecordingError> = state.withLock { state in
            if !state.failures.isEmpty { return .failure(state.failures.removeFirst()) }
            state.events.append(event)
            guard case .station(_, .started(let start)) = event else { return .success(.recorded) }
            let id = state.ids[start] ?? TransactionID(Int64(1001 + state.ids.count))!
            state.ids[start] = id
            return .success(.transaction(id))
        }
        return try result.get()
    }
}

/// Accepts every tag that is not named here.
struct FakeAuthorizer: Authorizer {
    var refusals: [String: Authorization] = ["BLOCKED": .blocked, "OLD": .expired, "BUSY": .concurrentTransaction]

    func authorize(_ tag: String?, at station: StationID, evse: Int?) async -> AuthorizationVerdict {
        if tag == "MEMBER" {
            return AuthorizationVerdict(
                status: .accepted, expires: Timestamp(seconds: 1_795_305_600), group: Tag("04aabbcc"), source: .list)
        }
        // A group whose name OCPP 1.6 has no room for.
        if tag == "GUEST" {
            return AuthorizationVerdict(
                status: .accepted, expires: Timestamp(microseconds: 1_795_305_600_250_999),
                group: Tag("A GROUP WITH A NAME TOO LONG"), source: .list)
        }
        return AuthorizationVerdict(status: tag.flatMap { refusals[$0] } ?? .accepted, source: .policy)
    }
}
