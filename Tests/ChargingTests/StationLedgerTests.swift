import Charging
import Testing

/// What the rules remember of a station between its messages.
@Suite struct StationLedgerTests {
    @Test func `late values of a session that is final tell nothing of a later one`() throws {
        var test = TestSite()
        let first = try test.start(register: 1000)
        test.clock = 100
        try test.stop(Int64(first.number), register: 2000)
        try test.status(.available)
        test.clock = 110
        try test.sample(1000, transaction: Int64(first.number), context: "Transaction.Begin")
        test.clock = 5000
        try test.sample(2100, transaction: -1)
        test.clock = 6000
        try test.stop(-1, register: 2500)
        try test.status(.charging)
        try test.status(.available)
        let session = try #require(test.sessions.last)
        #expect(session.flags.contains(.startUnknown))
        #expect(session.started == TestSite.at(5000))
        #expect(session.stationRegister.start == nil)
        #expect(session.energy == nil)
        #expect(test.isRecoverable)
    }

    @Test func `a stop whose start never arrived makes a session with its start unknown, never one of 0 Wh`() throws {
        var test = TestSite(rules: SiteRules(meterOfStation: ["CP1": "M"]))
        test.clock = 60
        try test.stop(815, register: 5000)
        try test.read(wattHours: 70_000)
        test.clock += 900
        try test.apply(.tick)
        let session = try #require(test.sessions.first)
        #expect(session.flags.contains(.startUnknown))
        #expect(session.stationRegister.start == nil)
        #expect(session.energy == nil)
        #expect(session.reportedTransaction == 815)
        #expect(try test.stop(815, register: 5000, at: 60) == .duplicate)
        #expect(test.sessions.count == 1)
    }

    @Test func `on a station without a clock a start like the last one is a session of its own`() throws {
        var test = TestSite()
        // Its clock was never set, and its register begins at 0 with every transaction.
        let start = TransactionStart(
            evse: 1, tag: "T", register: ExactDecimal(0), timestamp: Timestamp(seconds: 0))
        guard case .transaction(let first) = try test.say(.started(start)),
            case .transaction(let again) = try test.say(.started(start))
        else { throw TestSite.Surprise.noTransaction }
        #expect(again == first, "told again while it runs")
        test.clock = 600
        try test.stop(Int64(first.number), register: 4000)
        test.clock = 700
        guard case .transaction(let second) = try test.say(.started(start)) else {
            throw TestSite.Surprise.noTransaction
        }
        #expect(second != first)
        test.clock = 900
        try test.stop(Int64(second.number), register: 5000)
        try test.status(.available)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 4000), Energy(wattHours: 5000)])
    }

    @Test func `a stop told late does not move the next car's plug-in`() throws {
        var test = TestSite()
        try test.status(.preparing)
        let first = try test.start(register: 0)
        test.clock = 500
        try test.status(.available)
        test.clock = 900
        try test.status(.preparing)
        try test.stop(Int64(first.number), register: 10, at: 400)
        test.clock = 950
        let second = try test.start(register: 10)
        test.clock = 2000
        try test.stop(Int64(second.number), register: 30)
        try test.status(.available)
        #expect(test.sessions.map(\.pluggedIn) == [TestSite.at(0), TestSite.at(900)])
    }
}
