import Charging
import Simulator
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct UplinkTests {
    private let cloud: UplinkName = "cloud"

    @Test func `a new uplink begins at the beginning with nothing remembered`() async throws {
        try await TestJournal().run { journal in
            let cursor = try await journal.cursor(of: cloud)
            #expect(cursor == 0)
            #expect(try await journal.scratch(of: cloud) == nil)
            #expect(try await journal.parked(of: cloud).isEmpty)
        }
    }

    @Test func `what an uplink learnt survives a restart, and each uplink has its own`() async throws {
        let test = try TestJournal()
        try await test.run { journal in
            try await journal.save(scratch: [1, 2], of: cloud)
            try await journal.advance("other", to: 7, outcomes: [], scratch: [9])
        }
        let journal = try test.open()
        #expect(try await journal.scratch(of: cloud) == [1, 2])
        #expect(try await journal.cursor(of: cloud) == 0)
        #expect(try await journal.scratch(of: "other") == [9])
        #expect(try await journal.cursor(of: "other") == 7)
    }

    @Test func `a cursor never goes back, and what came with the attempt is not kept`() async throws {
        try await TestJournal().run { journal in
            try await journal.advance(cloud, to: 7, outcomes: [], scratch: [1])
            let error = await #expect(throws: JournalError.self) {
                try await journal.advance(
                    cloud, to: 6, outcomes: [DeliveryOutcome(seq: 6, verdict: .accepted)], scratch: [2])
            }
            #expect(error?.reason == .misuse)
            #expect(try await journal.scratch(of: cloud) == [1])
            #expect(try await journal.outcomes(of: cloud, in: 1...10).isEmpty)
        }
    }

    @Test func `what is not wanted is passed, and what the uplink remembers stays`() async throws {
        try await TestJournal().run { journal in
            try await journal.advance(cloud, to: 7, outcomes: [], scratch: [1])
            try await journal.pass(cloud, through: 9)
            #expect(try await journal.cursor(of: cloud) == 9)
            try await journal.pass(cloud, through: 8)
            #expect(try await journal.cursor(of: cloud) == 9)
            #expect(try await journal.scratch(of: cloud) == [1])
            try await journal.pass("new", through: 3)
            #expect(try await journal.cursor(of: "new") == 3)
        }
    }

    @Test func `the backlog counts what lies after the cursor and tells since when`() async throws {
        let test = try TestJournal()
        try await test.run { journal in
            var moments: [Timestamp] = []
            for number in 1...5 {
                test.wallClock.advance(by: .seconds(10))
                moments.append(test.wallClock.now.at)
                _ = try await journal.record(.transfer("\(number)"))
            }
            try await journal.advance(cloud, to: 2, outcomes: [], scratch: nil)
            let transfers = try await journal.backlog(of: cloud, kinds: [.dataTransfer])
            #expect(transfers.count == 3 && transfers.oldest == moments[2] && !transfers.isMore)
            let sessions = try await journal.backlog(of: cloud, kinds: [.sessionFinal])
            #expect(sessions.count == 0 && sessions.oldest == nil && !sessions.isMore)
        }
    }

    @Test func `a parked entry waits with its reason until a person decides`() async throws {
        let test = try TestJournal()
        try await test.run { journal in
            for number in 1...3 { _ = try await journal.record(.transfer("\(number)")) }
            let outcomes = [
                DeliveryOutcome(seq: 1, verdict: .parked(reason: "no such meter")),
                DeliveryOutcome(seq: 2, verdict: .parked(reason: "too old")),
                DeliveryOutcome(seq: 3, verdict: .withheld(reason: "too small")),
            ]
            try await journal.advance(cloud, to: 3, outcomes: outcomes, scratch: nil)
            let parked = try await journal.parked(of: cloud)
            #expect(parked.map(\.entry.seq) == [1, 2])
            #expect(parked.map(\.reason) == ["no such meter", "too old"])
            #expect(parked.first?.since == test.wallClock.now.at)
            #expect(try await journal.parkedCount(of: cloud) == 2)
            #expect(try await journal.outcomes(of: cloud, in: 1...3) == outcomes)

            #expect(try await journal.skip(2, of: cloud))
            #expect(try await journal.retry(1, of: cloud))
            #expect(try await journal.retry(3, of: cloud) == false)
            #expect(try await journal.parked(of: cloud).isEmpty)
            #expect(try await journal.retries(of: cloud).map(\.seq) == [1])

            let again = [DeliveryOutcome(seq: 1, verdict: .accepted)]
            try await journal.advance(cloud, to: 3, outcomes: again, scratch: nil)
            #expect(try await journal.retries(of: cloud).isEmpty)
            #expect(
                try await journal.outcomes(of: cloud, in: 1...3).map(\.verdict) == [
                    .accepted, .skipped, .withheld(reason: "too small"),
                ])
        }
    }

    @Test func `the bell of a subject rings for its own entries alone`() async throws {
        try await TestJournal().run { journal in
            let (mine, others) = (journal.bell(of: [.station("CP1")]), journal.bell(of: [.station("CP2")]))
            _ = try await journal.record(.transfer("a", station: "CP1"))
            var strokes = mine.makeAsyncIterator()
            #expect(await strokes.next() != nil)
            journal.chimes.mute()
            #expect(await others.reduce(0) { count, _ in count + 1 } == 0)
        }
    }

    @Test func `every bell rings for a retry`() async throws {
        try await TestJournal().run { journal in
            try await journal.advance(
                cloud, to: 1, outcomes: [DeliveryOutcome(seq: 1, verdict: .parked(reason: ""))], scratch: nil)
            var strokes = [journal.bell(), journal.bell(of: [.meter("M1")])].map { $0.makeAsyncIterator() }
            #expect(try await journal.retry(1, of: cloud))
            for bell in strokes.indices { #expect(await strokes[bell].next() != nil) }
        }
    }
}
