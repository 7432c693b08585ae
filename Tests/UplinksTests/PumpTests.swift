import Charging
import FoundationEssentials
import Journal
import Simulator
import Synchronization
import Testing
import Uplinks

/// The pump between a real journal and an uplink that does as it is told.
@Suite(.timeLimit(.minutes(1))) struct PumpTests {
    private func with(
        _ pumps: Pump..., body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for pump in pumps { group.addTask { try await pump.run() } }
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Returns once everything is delivered and committed.
    private func settled(_ pump: Pump) async {
        while true {
            let status = await pump.status()
            if status.waiting == 0, status.state == .idle { return }
            await Task.yield()
        }
    }

    @Test func `a full batch goes at once, and what is left over waits its minute`() async throws {
        try await JournalSite.with { site in
            for _ in 0..<4 { try await site.charge(for: .seconds(1)) }
            let uplink = ScriptedUplink()
            let pump = site.pump(uplink)
            try await with(pump) {
                var deliveries = uplink.deliveries.makeAsyncIterator()
                #expect(await deliveries.next()?.count == 3)
                await site.clock.sleepers(1)
                #expect(await pump.status().state == .gathering)
                #expect(await pump.status().waiting == 1)
                site.clock.advance(by: .seconds(59))
                #expect(await pump.status().waiting == 1)
                site.wallClock.advance(by: .seconds(60))
                site.clock.advance(by: .seconds(1))
                #expect(await deliveries.next()?.count == 1)
                await settled(pump)
                #expect(await pump.status().lastSuccess == site.wallClock.now.at)
            }
        }
    }

    @Test func `the journal's bell brings a batch together`() async throws {
        try await JournalSite.with { site in
            let uplink = ScriptedUplink()
            try await with(site.pump(uplink)) {
                for _ in 0..<3 { try await site.charge(for: .seconds(1)) }
                var deliveries = uplink.deliveries.makeAsyncIterator()
                #expect(await deliveries.next()?.count == 3)
            }
        }
    }

    @Test func `the wall clock may be set back while an entry waits`() async throws {
        try await JournalSite.with { site in
            try await site.charge()
            site.wallClock.set(to: site.wallClock.now.at - .hours(5))
            let uplink = ScriptedUplink()
            try await with(site.pump(uplink)) {
                await site.clock.sleepers(1)
                site.wallClock.advance(by: .seconds(60))
                site.clock.advance(by: .seconds(60))
                var deliveries = uplink.deliveries.makeAsyncIterator()
                #expect(await deliveries.next()?.count == 1)
            }
        }
    }

    @Test func `what a pump is stuck at is parked when a person wants so, and the rest goes on`() async throws {
        try await JournalSite.with { site in
            for _ in 0..<3 { try await site.charge() }
            let uplink = ScriptedUplink(answers: [.fail(.wait(.seconds(3600)))])
            let pump = site.pump(uplink)
            try await with(pump) {
                var deliveries = uplink.deliveries.makeAsyncIterator()
                let tried = try #require(await deliveries.next())
                await site.clock.sleepers(1)
                #expect(await pump.park() == tried[0])
                #expect(await deliveries.next() == Array(tried.dropFirst()), "without an hour's wait")
                await settled(pump)
                let parked = try await site.journal.parked(of: "cloud")
                #expect(parked.map(\.entry.seq) == [tried[0]])
                #expect(parked.map(\.reason) == ["It fails."])
                #expect(await pump.park() == nil, "nothing is stuck any more")
            }
        }
    }

    @Test func `a failure is waited out, shown, and forgotten when it is over`() async throws {
        try await JournalSite.with { site in
            for _ in 0..<3 { try await site.charge() }
            let uplink = ScriptedUplink(answers: [.fail(.backOff), .fail(.backOff), .take])
            let pump = site.pump(uplink)
            try await with(pump) {
                var deliveries = uplink.deliveries.makeAsyncIterator()
                let first = await deliveries.next()
                await site.clock.sleepers(1)
                #expect(await pump.status().state == .waiting(until: site.wallClock.now.at + .seconds(5)))
                #expect(await pump.status().problem == "It fails.")
                #expect(site.health.current.map(\.code) == ["uplink.cloud.test"])
                #expect(site.health.current.map(\.severity) == [.notice])

                // The journal rings, and the pump keeps its patience.
                try await site.charge()
                site.clock.advance(by: .seconds(5))
                #expect(await deliveries.next() == first)
                await site.clock.sleepers(1)
                #expect(await pump.status().state == .waiting(until: site.wallClock.now.at + .seconds(10)))
                site.clock.advance(by: .seconds(10))
                #expect(await deliveries.next() == first)
                await site.clock.sleepers(1)
                site.wallClock.advance(by: .seconds(60))
                site.clock.advance(by: .seconds(60))
                await settled(pump)
                #expect(site.health.current.isEmpty)
                #expect(await pump.status().problem == nil)
            }
        }
    }

    @Test func `an uplink that needs a person holds up no other`() async throws {
        try await JournalSite.with { site in
            for _ in 0..<3 { try await site.charge() }
            let stuck = ScriptedUplink(
                "stuck", answers: Array(repeating: .fail(.needsPerson(lookAgainAfter: .seconds(10))), count: 9))
            let fine = ScriptedUplink("fine")
            let pumps = (stuck: site.pump(stuck), fine: site.pump(fine))
            try await with(pumps.stuck, pumps.fine) {
                var deliveries = fine.deliveries.makeAsyncIterator()
                #expect(await deliveries.next()?.count == 3)
                await settled(pumps.fine)
                await site.clock.sleepers(1)
                let status = await pumps.stuck.status()
                #expect(status.state == .needsPerson)
                #expect(status.waiting == 3)
                #expect(status.oldest != nil)
                #expect(site.health.current.map(\.severity) == [.warning])
                let cursor = try await site.journal.cursor(of: "stuck")
                #expect(cursor == 0)
            }
        }
    }

    @Test func `an uplink may come part of the way`() async throws {
        try await JournalSite.with { site in
            for _ in 0..<5 { try await site.charge() }
            let uplink = ScriptedUplink(answers: [.takeFirst(2), .take])
            try await with(site.pump(uplink)) {
                var deliveries = uplink.deliveries.makeAsyncIterator()
                let first = try #require(await deliveries.next())
                let second = try #require(await deliveries.next())
                #expect(second.first == first.last)
                #expect(second.count == 3)
            }
        }
    }

    @Test func `what was parked is shown, blocks nothing, and goes again when a person wants it`() async throws {
        try await JournalSite.with { site in
            for _ in 0..<3 { try await site.charge() }
            let uplink = ScriptedUplink(answers: [.park, .take])
            let pump = site.pump(uplink)
            try await with(pump) {
                var deliveries = uplink.deliveries.makeAsyncIterator()
                let seqs = try #require(await deliveries.next())
                await settled(pump)
                #expect(await pump.status().parked == 3)
                #expect(site.health.current.map(\.code) == ["uplink.cloud.parked"])
                let cursor = try await site.journal.cursor(of: "cloud")

                let isRetried = try await site.journal.retry(seqs[1], of: "cloud")
                #expect(isRetried)
                #expect(await deliveries.next() == [seqs[1]])
                while await pump.status().parked != 2 { await Task.yield() }
                let cursorAfter = try await site.journal.cursor(of: "cloud")
                #expect(cursorAfter == cursor)
            }
        }
    }

    @Test func `a restart begins where the last run ended`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let wallClock = ManualWallClock()
        try await JournalSite.with(folder: folder, wallClock: wallClock) { site in
            for _ in 0..<3 { try await site.charge() }
            let pump = site.pump(ScriptedUplink())
            try await with(pump) { await settled(pump) }
        }
        try await JournalSite.with(folder: folder, wallClock: wallClock) { site in
            for _ in 0..<3 { try await site.charge() }
            let uplink = ScriptedUplink()
            try await with(site.pump(uplink)) {
                var deliveries = uplink.deliveries.makeAsyncIterator()
                let cursor = try await site.journal.cursor(of: "cloud")
                #expect(cursor > 0)
                let seqs = try #require(await deliveries.next())
                #expect(seqs.count == 3)
                #expect(seqs.allSatisfy { $0 > cursor })
            }
        }
    }

    @Test func `sessions reach ChargeReport once though the daemon dies while it waits for the answer`() async throws {
        try await CloudSite.with { cloudSite in
            try await JournalSite.with(wallClock: cloudSite.wallClock) { site in
                for _ in 0..<3 { try await site.charge() }
                cloudSite.cloud.inject(.delay(.hours(24)))
                var events = cloudSite.cloud.events.makeAsyncIterator()
                let dying = site.pump(try cloudSite.uplink(pace: Pace(largestBatch: 3, rest: .zero)))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await dying.run() }
                    _ = await events.next()
                    group.cancelAll()
                    try await group.waitForAll()
                }
                let cursor = try await site.journal.cursor(of: "chargereport")
                #expect(cursor == 0)

                let pump = site.pump(try cloudSite.uplink(pace: Pace(largestBatch: 3, rest: .zero)))
                try await with(pump) { await settled(pump) }
                #expect(cloudSite.cloud.books.sessions.count == 3)
                #expect(cloudSite.cloud.books.duplicates == 3)
                let bodies = cloudSite.cloud.books.requests.map(\.body)
                #expect(bodies.count == 2 && bodies[0] == bodies[1])
                let last = try await site.journal.cursor(of: "chargereport")
                let outcomes = try await site.journal.outcomes(of: "chargereport", in: 1...last)
                #expect(outcomes.map(\.verdict) == [.duplicate, .duplicate, .duplicate])
                #expect(site.health.current.isEmpty)
            }
        }
    }

    @Test func `an obstacle is shown while it is there, and not a moment longer`() async throws {
        try await JournalSite.with { site in
            let uplink = ObstructedUplink()
            let pump = site.pump(uplink)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pump.run() }
                while site.health.current.isEmpty { await Task.yield() }
                #expect(await pump.status().problem == "The bridge is up.")
                #expect(await pump.status().state == .away)
                uplink.clear()
                while !site.health.current.isEmpty { await Task.yield() }
                #expect(await pump.status().problem == nil)
                #expect(await pump.status().state == .idle)
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}

/// An uplink behind a bridge that is up until somebody lets it down.
private final class ObstructedUplink: Uplink {
    let name: UplinkName = "bridge"
    let kinds: Set<FactKind> = [.sessionFinal]
    let pace = Pace(rest: .zero)
    private let isUp = Mutex(true)
    private let (bell, ringer) = AsyncStream.makeStream(of: Void.self)

    func clear() {
        isUp.withLock { $0 = false }
        ringer.finish()
    }

    func obstacle() async -> Obstacle? {
        isUp.withLock { $0 } ? Obstacle(Trouble("bridge", "The bridge is up.", remedy: "Wait.")) : nil
    }

    func waitUntilClear() async { for await _ in bell {} }

    func deliver(_ entries: [Entry], scratch: any Scratch) async throws(DeliveryError) -> Delivery {
        Delivery(through: entries[entries.count - 1].seq, outcomes: [])
    }
}
