import NIOCore
import Synchronization

/// Lets so many TLS handshakes go on at the same time; who comes then waits in line.
///
/// A thousand wallboxes that come back at once would share a small box so evenly that none of them is through before
/// all of them give up. Some at a time are through soon, and those who wait cost nothing but their socket.
final class Turnstile: Sendable {
    fileprivate enum Phase {
        case waiting(begin: @Sendable () -> Void)
        /// `isFresh`: it began since its patience was last asked for. `isCounted`: it takes up a place.
        case begun(isFresh: Bool, isCounted: Bool)
    }

    fileprivate struct State {
        var phases: [UInt64: Phase] = [:]
        /// Those who wait, in their order, and some who went away and have not been passed over yet.
        var line: CircularBuffer<UInt64> = []
        var working = 0
        var waiting = 0
        var mostWaiting = 0
        var number: UInt64 = 0
    }

    /// How long a handshake keeps others waiting. It may go on for longer, beside them: clients that begin and then
    /// say nothing must not keep everybody out.
    let longestTurn: TimeAmount
    private let places: Int
    private let state = Mutex(State())

    init(places: Int, longestTurn: Duration) {
        self.places = max(places, 1)
        self.longestTurn = TimeAmount(longestTurn)
    }

    /// How many wait in line, and how many did at most.
    var waiting: (now: Int, most: Int) { state.withLock { ($0.waiting, $0.mostWaiting) } }

    /// For a socket that will want to come through.
    func turn() -> Turn {
        Turn(
            turnstile: self,
            number: state.withLock { state in
                state.number += 1
                return state.number
            })
    }

    fileprivate func enter(_ number: UInt64, _ begin: @escaping @Sendable () -> Void) {
        let hasRoom = state.withLock { state in
            guard state.working >= places else {
                state.working += 1
                state.phases[number] = .begun(isFresh: false, isCounted: true)
                return true
            }
            state.phases[number] = .waiting(begin: begin)
            state.line.append(number)
            state.waiting += 1
            state.mostWaiting = max(state.mostWaiting, state.waiting)
            return false
        }
        if hasRoom { begin() }
    }

    fileprivate func yield(_ number: UInt64) {
        let next = state.withLock { state -> (@Sendable () -> Void)? in
            guard case .begun(let isFresh, true) = state.phases[number] else { return nil }
            state.phases[number] = .begun(isFresh: isFresh, isCounted: false)
            return state.pass()
        }
        next?()
    }

    fileprivate func leave(_ number: UInt64) {
        let next = state.withLock { state -> (@Sendable () -> Void)? in
            switch state.phases.removeValue(forKey: number) {
            case .waiting: state.waiting -= 1
            case .begun(_, true): return state.pass()
            case .begun(_, false), nil: break
            }
            return nil
        }
        next?()
    }

    fileprivate func isWaiting(_ number: UInt64) -> Bool {
        state.withLock { if case .waiting = $0.phases[number] { true } else { false } }
    }

    fileprivate func mayTakeLonger(_ number: UInt64) -> Bool {
        state.withLock { state in
            switch state.phases[number] {
            case .waiting: return true
            case .begun(true, let isCounted):
                state.phases[number] = .begun(isFresh: false, isCounted: isCounted)
                return true
            case .begun(false, _), nil: return false
            }
        }
    }
}

extension Turnstile.State {
    /// Gives a place that has become free to the next in line, and returns what that one begins with.
    fileprivate mutating func pass() -> (@Sendable () -> Void)? {
        while let next = line.popFirst() {
            guard case .waiting(let begin) = phases[next] else { continue }
            waiting -= 1
            phases[next] = .begun(isFresh: true, isCounted: true)
            return begin
        }
        working -= 1
        return nil
    }
}

/// The turn of one socket.
struct Turn: Sendable {
    fileprivate let turnstile: Turnstile
    fileprivate let number: UInt64

    /// Calls `begin` when the turn has come, which may be at once.
    func wait(_ begin: @escaping @Sendable () -> Void) { turnstile.enter(number, begin) }
    /// Others may begin, although this handshake is not through.
    func yield() { turnstile.yield(number) }
    /// The handshake is through, or the socket is gone.
    func end() { turnstile.leave(number) }

    var longest: TimeAmount { turnstile.longestTurn }
    var isWaiting: Bool { turnstile.isWaiting(number) }
    /// Asked whenever a handshake's time is over: the time does not count while others are let in first, and once it is
    /// this one's turn it has all of it.
    var mayTakeLonger: Bool { turnstile.mayTakeLonger(number) }
}
