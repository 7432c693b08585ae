import Charging
import Journal
import Simulator
import Testing

@testable import Uplinks

/// Many stations lose one CSMS at the same moment.
@Suite(.timeLimit(.minutes(2))) struct ReconnectStormTests {
    /// A quarter of them is what an even spread over the first four seconds makes, and chance makes it a little more.
    private static let mostAtFirst = 40
    /// Once the CSMS was away for some minutes.
    private static let mostLater = 8

    @Test func `a hundred stations come back to their CSMS one after the other, and all of them deliver`() async throws
    {
        try await WaySite.with(setup(stations: 100) { .numbered($0) }) { site in
            let storm = Storm(site)
            async let _: Void = storm.watch()
            // The box starts.
            #expect(await storm.pass(seconds: 6) == 100)
            #expect(await storm.knocks(100).values.max() ?? 0 <= Self.mostAtFirst)

            // The CSMS dies, and a car comes to each station meanwhile.
            await storm.die()
            let transactions = try await storm.begin()
            await storm.pass(seconds: 6)
            let first = await storm.knocks(100)
            #expect(first.values.max() ?? 0 <= Self.mostAtFirst)
            #expect(first.count >= 4, "in so many seconds somebody came")
            // The longer it is away, the rarer they come.
            await storm.pass(seconds: 120)
            storm.forget()
            await storm.pass(seconds: 120)
            #expect(await storm.knocks(50).values.max() ?? 0 <= Self.mostLater)
            try await storm.end(transactions)

            // It lives again, and lets everybody in at the first attempt.
            storm.forget()
            site.csms.set(nil)
            #expect(await storm.pass(seconds: 300) == 100)
            let last = await storm.knocks(100)
            #expect(last.values.reduce(0, +) == 100)
            #expect(last.values.max() ?? 0 <= Self.mostLater)
            await site.csms.books { $0.transactions.count { !$0.isRunning } == 100 }
            let told = site.csms.books.transactions
            #expect(told.map(\.energy) == Array(repeating: 5000, count: 100))
            #expect(told.allSatisfy { $0.startsTold == 1 && $0.stopsTold == 1 })
            #expect(site.csms.violations == [])
        }
    }

    @Test func `without chance they would all come in the same second`() async throws {
        try await WaySite.with(setup(stations: 10) { _ in Jitter { 1 } }) { site in
            let storm = Storm(site)
            async let _: Void = storm.watch()
            #expect(await storm.pass(seconds: 6) == 10)
            #expect(await storm.knocks(10).values.max() == 10)
            await storm.die()
            await storm.pass(seconds: 6)
            #expect(await storm.knocks(10).values.max() == 10)
        }
    }

    private func setup(stations: Int, jitter: @escaping @Sendable (Int) -> Jitter) -> WaySite.Setup {
        var setup = WaySite.Setup("generic")
        setup.stations = (1...stations).map { StationID(rawValue: "CP\($0)") }
        setup.jitter = jitter
        return setup
    }
}

/// The stations of a site as time passes, second by second, and when each of them comes to the door of the CSMS.
private final class Storm: Sendable {
    private struct Record {
        /// By the links.
        var attempts = 0
        /// By the CSMS, for each second in which somebody came.
        var knocks: [Timestamp: Int] = [:]
    }

    private let site: WaySite
    private let record = Watched(Record())

    init(_ site: WaySite) { self.site = site }

    /// Notes what the CSMS sees at its door.
    func watch() async {
        for await event in site.csms.events {
            switch event.kind {
            case .connected, .turnedAway: record.change { $0.knocks[event.at, default: 0] += 1 }
            default: break
            }
        }
    }

    /// How many came in each second, once the CSMS has seen all who did; at least so many must have.
    func knocks(_ least: Int) async -> [Timestamp: Int] {
        await record.wait { $0.knocks.values.reduce(0, +) == $0.attempts }
        #expect(record.value.attempts >= least)
        return record.value.knocks
    }

    func forget() { record.change { $0 = Record() } }

    /// So many seconds pass for every link that has no connection; in each, all attempts that are due come to an end.
    /// Returns how many are connected then.
    @discardableResult
    func pass(seconds: Int) async -> Int {
        for _ in 1...seconds {
            site.site.wallClock.advance(by: .seconds(1))
            var due: [StationWay] = []
            for way in site.ways where way.link.online == nil {
                if await way.wait(for: .seconds(1)) { due.append(way) }
            }
            for way in due { _ = await way.outcome() }
            let attempts = due.count
            record.change { $0.attempts += attempts }
        }
        return site.ways.count { $0.link.online != nil }
    }

    /// The CSMS is gone, and everybody knows it.
    func die() async {
        site.csms.set(.dead)
        await site.csms.books { $0.stations.values.allSatisfy { !$0.isConnected } }
        for way in site.ways {
            await way.isAway()
            _ = await way.outcome()
        }
        // All attempts so far are seen.
        _ = await knocks(0)
        forget()
    }

    /// A car begins to charge at every station.
    func begin() async throws -> [StationID: Int64] {
        var transactions: [StationID: Int64] = [:]
        for way in site.ways { transactions[way.station] = try await site.site.start(at: way.station) }
        return transactions
    }

    /// And has 5 kWh.
    func end(_ transactions: [StationID: Int64]) async throws {
        let now = site.site.wallClock.now.at
        for (station, transaction) in transactions {
            let end = TransactionEnd(transaction: transaction, register: ExactDecimal(6_000), timestamp: now)
            try await site.site.say(.ended(end), station)
        }
    }
}
