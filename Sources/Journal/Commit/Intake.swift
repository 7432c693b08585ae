import Charging
import Synchronization

/// Where events wait for the next commit. Bounded; many may add, one takes.
final class Intake: Sendable {
    typealias Reply = CheckedContinuation<Result<Answer, RecordingError>, Never>

    struct Batch {
        var events: [Event] = []
        var replies: [Reply] = []
        /// Who only wants to know that the commit loop turns.
        var probes: [CheckedContinuation<Void, Never>] = []

        var isEmpty: Bool { events.isEmpty && probes.isEmpty }
    }

    private struct State {
        var waiting: [(event: Event, reply: Reply)] = []
        var probes: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
        var taker: CheckedContinuation<Void, Never>?
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    var count: Int { state.withLock { $0.waiting.count } }

    func add(_ event: Event, reply: Reply) {
        let (refusal, taker) = state.withLock { state -> (RecordingError?, CheckedContinuation<Void, Never>?) in
            if state.isClosed { return (.stopped, nil) }
            if state.waiting.count >= limit { return (.overloaded, nil) }
            state.waiting.append((event, reply))
            return (nil, state.taker.take())
        }
        if let refusal { reply.resume(returning: .failure(refusal)) }
        taker?.resume()
    }

    /// Returns once the commit loop has come round; at once when it has ended.
    func probe() async {
        await withCheckedContinuation { probe in
            let (isClosed, taker) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
                if state.isClosed { return (true, nil) }
                state.probes.append(probe)
                return (false, state.taker.take())
            }
            if isClosed { probe.resume() }
            taker?.resume()
        }
    }

    /// What waits, in the order it came, once there is something; empty when the intake is closed and nothing is left.
    func next(limit: Int) async -> Batch {
        while true {
            let (batch, isClosed) = take(limit)
            if isClosed || !batch.isEmpty { return batch }
            await withCheckedContinuation { taker in
                let mustLook = state.withLock { state in
                    if state.isClosed || !state.waiting.isEmpty || !state.probes.isEmpty { return true }
                    state.taker = taker
                    return false
                }
                if mustLook { taker.resume() }
            }
        }
    }

    /// Nothing more is accepted; what waits is still handed out.
    func close() {
        let taker = state.withLock { state in
            state.isClosed = true
            return state.taker.take()
        }
        taker?.resume()
    }

    private func take(_ limit: Int) -> (batch: Batch, isClosed: Bool) {
        let (waiting, probes, isClosed) = state.withLock { state in
            let waiting = Array(state.waiting.prefix(limit))
            state.waiting.removeFirst(waiting.count)
            let probes = state.probes
            state.probes = []
            return (waiting, probes, state.isClosed)
        }
        return (Batch(events: waiting.map(\.event), replies: waiting.map(\.reply), probes: probes), isClosed)
    }
}
