import Charging
import Journal
import OCPP
import OCPP16
import OCPP201
import Simulator
import Testing

@testable import Uplinks

/// The habits of CitrineOS, which nobody else has, and that its preset gets along with them. Where that matters, another
/// preset shows what would become of it.
@Suite(.timeLimit(.minutes(1))) struct CitrineWayTests {
    private static let versions: [CSMSWay.Version] = [.ocpp16, .ocpp201]

    private func setup(_ version: CSMSWay.Version = .ocpp16, preset: String? = nil) -> WaySite.Setup {
        var setup = WaySite.Setup("citrineos", version, preset: preset)
        setup.jitter = { _ in .unhurried }
        return setup
    }

    // Who was lost counts as there for two minutes

    @Test(arguments: versions)
    func `a 401 for who comes back early is borne, and calls nobody`(_ version: CSMSWay.Version) async throws {
        try await WaySite.with(setup(version)) { site in
            await site.way.isOnline()
            let transaction = try await site.site.start()
            await site.know { $0.transactions.count == 1 }
            await site.lose()
            // After 5, 15, 35 and 75 seconds; after 155 it is let in.
            let obstacles = await site.way.comeBack()
            #expect(obstacles.map(\.trouble.code) == ["lost"] + Array(repeating: "unnoticed", count: 4))
            #expect(obstacles.allSatisfy { !$0.needsPerson })
            try await site.site.end(transaction)
            await site.know { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.books.violations == [])
        }
    }

    @Test func `who does not know of that calls a person`() async throws {
        try await WaySite.with(setup(preset: "generic")) { site in
            await site.way.isOnline()
            await site.lose()
            #expect(await site.way.comeBack().map(\.needsPerson).contains(true))
        }
    }

    // One call at a time, in both directions

    @Test(arguments: versions)
    func `nothing is told while it waits for an answer`(_ version: CSMSWay.Version) async throws {
        var setup = setup(version)
        setup.controls = true
        try await WaySite.with(setup) { site in
            await site.way.isOnline()
            site.way.control.isBusy.change { $0 = true }
            async let answer = site.clearCache(version)
            await site.way.control.commands(1)
            let transaction = try await site.site.start()
            await site.way.isHeldUp()
            #expect(site.books.transactions.isEmpty)
            site.way.control.isBusy.change { $0 = false }
            #expect(try await answer == "Accepted")
            try await site.site.end(transaction)
            await site.know { $0.stops.count == 1 }
            #expect(site.books.refusals == [:])
            #expect(site.books.violations == [])
        }
    }

    @Test func `who does not take turns is refused`() async throws {
        var setup = setup(preset: "generic")
        setup.controls = true
        try await WaySite.with(setup) { site in
            await site.way.isOnline()
            site.way.control.isBusy.change { $0 = true }
            async let answer = site.clearCache(.ocpp16)
            await site.way.control.commands(1)
            _ = try await site.site.start()
            await site.know { $0.refusals["StartTransaction"] == 1 }
            site.way.control.isBusy.change { $0 = false }
            _ = try await answer
        }
    }

    @Test(arguments: versions)
    func `calls that cross each other, however often, are no refusal`(_ version: CSMSWay.Version) async throws {
        try await WaySite.with(setup(version)) { site in
            await site.way.isOnline()
            site.csms.set(.refuses(with: .rpcFrameworkError, times: 7))
            try await site.charge()
            await site.knowInTime { $0.stops.count == 1 }
            #expect(site.books.refusals.values.reduce(0, +) == 7)
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(try await site.site.journal.parkedCount(of: site.way.lane.name) == 0)
        }
    }

    // A connector is there once its status was told

    @Test(arguments: versions)
    func `a transaction on a connector nobody told of begins with the status of that`(
        _ version: CSMSWay.Version
    ) async throws {
        var setup = setup(version)
        setup.statuses = []
        try await WaySite.with(setup) { site in
            await site.way.isOnline()
            try await site.site.end(site.site.start())
            await site.know { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.books.statuses == [1: version == .ocpp16 ? "Charging" : "Occupied"])
            #expect(site.books.violations == [])
            #expect(site.books.discarded == [])
        }
    }

    @Test func `who tells no status has its starts thrown away`() async throws {
        try await WaySite.with(setup(preset: "chargereport")) { site in
            await site.way.isOnline()
            try await site.charge()
            await site.know { !$0.discarded.isEmpty }
            #expect(site.books.transactions.isEmpty)
            #expect(site.books.violations == ["A start at connector 1 came before any status of that connector."])
        }
    }

    // transactionId 0

    @Test func `a start that is refused with the id 0 is parked, and arrives whole when its tag is taken`() async throws
    {
        var setup = setup()
        setup.verdicts = ["TAG": "Blocked"]
        try await WaySite.with(setup) { site in
            await site.way.isOnline()
            try await site.charge()
            let parked = try await site.parked(1)
            #expect(parked.first?.reason == "The CSMS refuses the transaction (transactionId 0, Blocked).")
            #expect(site.books.transactions.isEmpty)
            try await site.charge(tag: "OTHER")
            await site.know { $0.stops.count == 1 }
            site.csms.judge("TAG", "Accepted")
            let seq = try #require(parked.first?.entry.seq)
            #expect(try await site.site.journal.retry(seq, of: site.way.lane.name))
            await site.know { $0.stops.count == 2 }
            #expect(site.books.transactions.map(\.tag) == ["OTHER", "TAG"])
            #expect(site.books.transactions.map(\.energy) == [5000, 5000])
            #expect(site.books.violations == [])
        }
    }

    // Of each start it makes a transaction (1.6)

    @Test func `a start whose answer was lost waits for a person and is not doubled`() async throws {
        try await WaySite.with(setup()) { site in
            try await site.loseAnswer(to: "StartTransaction")
            let parked = try await site.parked(1)
            #expect(parked.first?.reason.hasPrefix("The start was sent, and its answer was lost.") == true)
            try await site.charge()
            await site.know { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [nil, 5000])
            #expect(site.books.violations == [])
        }
    }

    @Test func `who sends it again has two of them`() async throws {
        try await WaySite.with(setup(preset: "generic")) { site in
            try await site.loseAnswer(to: "StartTransaction")
            await site.know { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [nil, 5000])
            #expect(try await site.site.journal.parkedCount(of: site.way.lane.name) == 0)
        }
    }

    @Test func `in 2_0_1 it is sent again and known again by its name`() async throws {
        try await WaySite.with(setup(.ocpp201)) { site in
            try await site.loseAnswer(to: "TransactionEvent")
            await site.know { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.books.transactions.map(\.startsTold) == [2])
            #expect(site.books.violations == [])
        }
    }
}

extension WaySite {
    /// The connection breaks when the first of these is taken; a session goes on meanwhile, and then the link is back.
    func loseAnswer(to action: String) async throws {
        await way.isOnline()
        csms.set(.losesAnswers(to: action))
        try await charge()
        await know { $0.count(action) == 1 && !$0.isConnected }
        await way.isAway()
        await way.comeBack()
    }

    fileprivate func clearCache(_ version: CSMSWay.Version) async throws -> String {
        if version == .ocpp16 { return try await csms.call(OCPP16.ClearCache(), to: "CP1").status }
        return try await csms.call(OCPP201.ClearCache(), to: "CP1").status
    }
}

extension StationWay {
    /// The lane has something to tell, and waits for its turn.
    fileprivate func isHeldUp() async {
        while !Task.isCancelled, link.state.value.conversation?.turns?.waiting != 1 { await Task.yield() }
    }
}
