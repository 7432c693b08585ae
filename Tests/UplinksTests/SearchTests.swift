import Charging
import Journal
import Simulator
import Testing

@testable import Uplinks

/// What lies between the entries an uplink wants.
@Suite(.timeLimit(.minutes(1))) struct SearchTests {
    @Test func `a position is kept when there was much to search, or after a while`() {
        var search = Search()
        func keeps(since cursor: Int64, at now: Stamp) -> Bool { search.isWorthKeeping(since: cursor, now: now) }
        search.position = 50
        #expect(!keeps(since: 10, at: .at(.zero)))
        #expect(!keeps(since: 10, at: .at(.seconds(299))))
        #expect(keeps(since: 10, at: .at(.seconds(300))))
        #expect(!keeps(since: 50, at: .at(.hours(1))))
        search.position = 10_010
        #expect(keeps(since: 10, at: .at(.seconds(301))))
        #expect(!keeps(since: 11, at: .at(.seconds(302))))
        // Another boot's clock says nothing.
        #expect(!keeps(since: 11, at: .at(.hours(2), boot: "boot-2")))
    }

    @Test func `what is new here begins at the journal's end, or at its beginning, and what is known where it was`()
        async throws
    {
        for beginsWithHistory in [true, false] {
            try await JournalSite.with { site in
                try await site.charge()
                let old = await site.journal.lastSeq()
                // The second pump is that of the next start.
                for start in 0..<2 {
                    let uplink = ScriptedUplink(
                        pace: Pace(largestBatch: 1, rest: .zero), beginsWithHistory: beginsWithHistory)
                    let pump = site.pump(uplink)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await pump.run() }
                        if start == 0, !beginsWithHistory {
                            while try await site.journal.cursor(of: "cloud") != old { await Task.yield() }
                        }
                        try await site.charge()
                        var deliveries = uplink.deliveries.makeAsyncIterator()
                        let first = try #require(await deliveries.next()?.first)
                        #expect((first <= old) == (beginsWithHistory && start == 0))
                        while await pump.status().waiting > 0 { await Task.yield() }
                        group.cancelAll()
                        try await group.waitForAll()
                    }
                }
            }
        }
    }

    @Test func `a lane hears of its own station alone, and its cursor passes what others did`() async throws {
        try await JournalSite.with { site in
            let lane = ScriptedUplink(
                "cloud/CP1", pace: Pace(largestBatch: 1, rest: .zero), subjects: [.station("CP1")])
            let pump = site.pump(lane)
            try await site.journal.save(scratch: [7], of: "cloud/CP1")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pump.run() }
                await site.clock.sleepers(1)
                try await site.charge(at: "CP2")
                try await site.charge(at: "CP1")
                var deliveries = lane.deliveries.makeAsyncIterator()
                let mine = try #require(await deliveries.next()?.first)
                #expect(try await site.journal.entry(mine)?.subject == .station("CP1"))
                try await site.charge(at: "CP2")
                let last = await site.journal.lastSeq()
                while await pump.status().state != .idle { await Task.yield() }
                #expect(await pump.status().waiting == 0)
                #expect(try await site.journal.cursor(of: "cloud/CP1") >= mine)
                // Nobody rings for what CP2 did; the lane looks by itself.
                await site.clock.sleepers(1)
                site.wallClock.advance(by: Search.interval)
                site.clock.advance(by: Search.interval)
                while try await site.journal.cursor(of: "cloud/CP1") < last { await Task.yield() }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}
