import Synchronization
import Testing

@testable import Metering

private final class Order: Sendable {
    private let names = Mutex<[String]>([])
    func note(_ name: String) { names.withLock { $0.append(name) } }
    var all: [String] { names.withLock { $0 } }
}

/// Starts a task that wants a turn, and returns when it stands in the queue.
private func queue(
    _ name: String, _ haste: Haste, for turns: Turns, _ order: Order, in group: inout TaskGroup<Void>
) async {
    let before = turns.waiting
    group.addTask {
        await turns.take(haste)
        order.note(name)
        turns.leave()
    }
    while turns.waiting == before { await Task.yield() }
}

@Suite(.timeLimit(.minutes(1))) struct TurnsTests {
    @Test func `the more urgent goes first, and among equals whoever came first`() async {
        let (turns, order) = (Turns(), Order())
        await turns.take(.everyday)
        await withTaskGroup(of: Void.self) { group in
            await queue("a reading", .everyday, for: turns, order, in: &group)
            await queue("another reading", .everyday, for: turns, order, in: &group)
            await queue("the quarter of an hour", .quarterHour, for: turns, order, in: &group)
            await queue("a limit", .order, for: turns, order, in: &group)
            await queue("a second limit", .order, for: turns, order, in: &group)
            turns.leave()
            await group.waitForAll()
        }
        #expect(
            order.all == ["a limit", "a second limit", "the quarter of an hour", "a reading", "another reading"])
    }

    @Test func `a visit lets a limit pass in its middle, and no other reading`() async {
        let (turns, order) = (Turns(), Order())
        await turns.take(.everyday)
        await withTaskGroup(of: Void.self) { group in
            await queue("a reading", .everyday, for: turns, order, in: &group)
            await turns.letPass(.everyday)
            #expect(order.all.isEmpty)
            await queue("a limit", .order, for: turns, order, in: &group)
            await turns.letPass(.everyday)
            order.note("the rest of the visit")
            turns.leave()
            await group.waitForAll()
        }
        #expect(order.all == ["a limit", "the rest of the visit", "a reading"])
    }

    @Test func `a line nobody uses is free at once`() async {
        let turns = Turns()
        for haste in Haste.allCases {
            await turns.take(haste)
            await turns.letPass(haste)
            turns.leave()
        }
        #expect(turns.waiting == 0)
    }
}
