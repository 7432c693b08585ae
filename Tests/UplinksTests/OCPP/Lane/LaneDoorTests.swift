import Charging
import Journal
import OCPP
import Simulator
import Testing

@testable import Uplinks

/// What the door learns from the lane.
@Suite(.timeLimit(.minutes(1))) struct LaneDoorTests {
    private func start(_ site: LaneSite) async throws -> TransactionID {
        let start = TransactionStart(
            evse: 1, tag: "TAG", register: ExactDecimal(1_000), timestamp: site.site.wallClock.now.at)
        guard case .transaction(let id) = try await site.site.say(.started(start)) else { throw CancellationError() }
        return id
    }

    private func stop(_ id: TransactionID, _ site: LaneSite) async throws {
        site.site.wallClock.advance(by: .minutes(5))
        try await site.site.say(
            .ended(
                TransactionEnd(
                    transaction: Int64(id.number), register: ExactDecimal(3_500),
                    timestamp: site.site.wallClock.now.at)))
    }

    @Test func `messages of a transaction wait when its own do, and not when another's do`() async throws {
        try await LaneSite.with { site in
            let lane = site.lane()
            let first = try await start(site)
            try await site.deliver(lane)
            #expect(await lane.transaction(theirs: "4711") == first)
            var waits = await (lane.hasQueued(theirs: nil), lane.hasQueued(theirs: "4711"))
            #expect(waits == (false, false))

            try await stop(first, site)
            waits = await (lane.hasQueued(theirs: nil), lane.hasQueued(theirs: "4711"))
            #expect(waits == (true, true))

            try await site.deliver(lane)
            _ = try await start(site)
            waits = await (lane.hasQueued(theirs: nil), lane.hasQueued(theirs: "4711"))
            #expect(waits == (true, false))
            #expect(await lane.hasQueued(theirs: "unknown") == false)
        }
    }

    @Test func `a lane knows its transactions after a restart, before there is anything to tell`() async throws {
        try await LaneSite.with { site in
            let id = try await start(site)
            try await site.deliver(site.lane())
            try await site.site.journal.save(scratch: try site.memory.encoded(), of: "csms/CP1")
            let anew = site.lane()
            #expect(await anew.transaction(theirs: "4711") == id)
            #expect(await anew.theirs(of: id) == "4711")
        }
    }
}
