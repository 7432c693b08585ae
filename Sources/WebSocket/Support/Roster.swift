import NIOCore
import Synchronization

/// The sockets a listener holds at the moment.
final class Roster: Sendable {
    private struct State {
        var open: [ObjectIdentifier: Link] = [:]
        /// Accepted and not yet a WebSocket.
        var arriving: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
        var drained: CheckedContinuation<Void, Never>?

        var count: Int { open.count + arriving.count }
    }

    private let state = Mutex(State())

    /// Takes a socket in; `false` when the listener stops.
    func enter(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.arriving[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    /// The socket has become a WebSocket.
    func open(_ link: Link) {
        let isLate = state.withLock { state in
            state.arriving[ObjectIdentifier(link.channel)] = nil
            state.open[ObjectIdentifier(link.channel)] = link
            return state.isClosed
        }
        if isLate { link.close(.goingAway) }
    }

    func leave(_ channel: any Channel) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.arriving[ObjectIdentifier(channel)] = nil
            state.open[ObjectIdentifier(channel)] = nil
            return state.count == 0 ? state.drained.take() : nil
        }
        waiter?.resume()
    }

    func tick() {
        for link in state.withLock({ Array($0.open.values) }) { link.tick() }
    }

    /// Says goodbye to everyone and takes nobody in any more.
    func close() {
        let (open, arriving) = state.withLock { state in
            state.isClosed = true
            return (Array(state.open.values), Array(state.arriving.values))
        }
        for link in open { link.close(.goingAway, reason: "the gateway stops") }
        for channel in arriving { channel.close(promise: nil) }
    }

    /// Returns when everyone has left, or `giveUp` is called.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.count > 0 { state.drained = continuation }
                return state.count == 0
            }
            if isEmpty { continuation.resume() }
        }
    }

    func giveUp() {
        let waiter = state.withLock { $0.drained.take() }
        waiter?.resume()
    }
}
