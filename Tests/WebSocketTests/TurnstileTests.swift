import Synchronization
import Testing

@testable import WebSocket

@Suite struct TurnstileTests {
    private let turnstile = Turnstile(places: 2, longestTurn: .seconds(1))
    private let begun = Begun()

    private final class Begun: Sendable {
        private let numbers = Mutex<[Int]>([])
        var all: [Int] { numbers.withLock { $0 } }
        func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    }

    private func turns(_ count: Int) -> [Turn] {
        (0..<count).map { number in
            let turn = turnstile.turn()
            turn.wait { [begun] in begun.add(number) }
            return turn
        }
    }

    @Test func `as many begin as there are places, and the others in their order`() {
        let turns = turns(5)
        #expect(begun.all == [0, 1])
        #expect(turnstile.waiting == (now: 3, most: 3))
        turns[1].end()
        turns[1].end()
        #expect(begun.all == [0, 1, 2])
        turns[0].end()
        turns[2].end()
        #expect(begun.all == [0, 1, 2, 3, 4])
        #expect(turnstile.waiting == (now: 0, most: 3))
        turns[3].end()
        turns[4].end()
        #expect(self.turns(3).map(\.isWaiting) == [false, false, true])
    }

    @Test func `who leaves the line is passed over`() {
        let turns = turns(4)
        #expect(turns[2].isWaiting)
        turns[2].end()
        #expect(turnstile.waiting.now == 1)
        turns[0].end()
        #expect(begun.all == [0, 1, 3])
    }

    @Test func `who takes too long makes room once, and counts no more`() {
        let turns = turns(4)
        turns[0].yield()
        turns[0].yield()
        #expect(begun.all == [0, 1, 2])
        turns[0].end()
        #expect(begun.all == [0, 1, 2])
        turns[1].end()
        turns[1].yield()
        #expect(begun.all == [0, 1, 2, 3])
    }

    @Test func `time counts from the turn on`() {
        let turns = turns(3)
        #expect(!turns[0].mayTakeLonger)
        #expect(turns[2].mayTakeLonger)
        #expect(turns[2].mayTakeLonger)
        turns[0].end()
        #expect(turns[2].mayTakeLonger, "it began since it was asked")
        #expect(!turns[2].mayTakeLonger)
        #expect(!turns[0].mayTakeLonger)
    }
}
