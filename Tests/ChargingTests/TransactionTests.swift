import Charging
import Testing

@Suite struct TransactionTests {
    @Test func `a session runs from plug-in to plug-out with the transaction's energy inside`() throws {
        var test = TestSite()
        try test.status(.available)
        test.clock = 10
        try test.status(.preparing)
        test.clock = 20
        let id = try test.start(register: 1000)
        test.clock = 30
        try test.sample(4000, transaction: Int64(id.number))
        test.clock = 3620
        try test.stop(Int64(id.number), register: 8_345)
        #expect(test.sessions.isEmpty, "the plug is still in")
        test.clock = 4000
        try test.status(.available)

        let session = try #require(test.sessions.first)
        #expect(session.pluggedIn == TestSite.at(10))
        #expect(session.started == TestSite.at(20))
        #expect(session.stopped == TestSite.at(3620))
        #expect(session.pluggedOut == TestSite.at(4000))
        #expect(session.energy == Energy(wattHours: 7345))
        #expect(session.energySource == .station)
        #expect(session.tag == "TAG")
        #expect(session.stopReason == "Local")
        #expect(session.flags == [])
        #expect(test.isRecoverable)
    }

    @Test func `a start told again gets the same id and makes no second session`() throws {
        var test = TestSite()
        let first = try test.start(register: 5)
        #expect(try test.start(tag: "tag", register: 5) == first, "tags do not differ by case")
        test.clock = 60
        try test.stop(Int64(first.number), register: 10)
        try test.status(.available)
        #expect(try test.start(register: 5, at: 0) == first, "even when its session is final")
        #expect(test.sessions.count == 1)
        #expect(test.site.stations["CP1"]?.drafts.isEmpty == true)
    }

    @Test func `a stop told again makes no second session`() throws {
        var test = TestSite()
        let id = Int64(try test.start(register: 5).number)
        test.clock = 60
        #expect(try test.stop(id, register: 10) == .recorded)
        #expect(try test.stop(id, register: 10) == .duplicate)
        try test.status(.available)
        #expect(try test.stop(id, register: 10, at: 60) == .duplicate)
        #expect(test.sessions.count == 1)
    }

    @Test func `two starts that differ are two sessions`() throws {
        var test = TestSite()
        let first = try test.start(register: 5)
        test.clock = 60
        try test.stop(Int64(first.number), register: 10)
        test.clock = 70
        let second = try test.start(register: 10)
        #expect(second != first)
        test.clock = 90
        try test.stop(Int64(second.number), register: 12)
        try test.status(.available)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 5), Energy(wattHours: 2)])
    }

    @Test func `sessions in one plug-in period meet without overlapping`() throws {
        var test = TestSite()
        try test.status(.preparing)
        test.clock = 10
        let first = try test.start(register: 0)
        test.clock = 100
        try test.stop(Int64(first.number), register: 50)
        test.clock = 200
        let second = try test.start(register: 50)
        test.clock = 300
        try test.stop(Int64(second.number), register: 80)
        test.clock = 400
        try test.status(.available)
        try #require(test.sessions.count == 2)
        #expect(test.sessions[0].pluggedIn == TestSite.at(0))
        #expect(test.sessions[0].pluggedOut == TestSite.at(100))
        #expect(test.sessions[1].pluggedIn == TestSite.at(100))
        #expect(test.sessions[1].pluggedOut == TestSite.at(400))
        #expect(test.isRecoverable)
    }

    @Test func `a new start ends the one whose stop was never told, at the last known register`() throws {
        var test = TestSite()
        let lost = try test.start(register: 1000)
        test.clock = 60
        try test.sample(1500, transaction: Int64(lost.number))
        test.clock = 600
        try test.start(tag: "OTHER", register: 1700)
        // The stop may still be told.
        #expect(test.sessions.isEmpty)
        test.clock += 900
        try test.apply(.tick)
        let session = try #require(test.sessions.first)
        #expect(session.transaction == lost)
        #expect(session.flags.contains(.stopUnknown))
        #expect(session.stopped == TestSite.at(60))
        #expect(session.energy == Energy(wattHours: 500))
        #expect(test.isRecoverable)
    }

    struct NoID: Sendable, CustomTestStringConvertible {
        var number: Int64
        var testDescription: String { String(number) }
    }

    @Test(arguments: [NoID(number: 0), NoID(number: -1), NoID(number: .max)])
    func `what is no id names no transaction`(_ no: NoID) throws {
        #expect(TransactionID(no.number) == nil)
        var test = TestSite()
        test.clock = 60
        try test.stop(no.number, register: 5000)
        test.clock = 60 + 16 * 60
        try test.apply(.tick)
        let session = try #require(test.sessions.first)
        #expect(session.flags.contains(.startUnknown))
        #expect(session.stationRegister.start == nil, "never a start of 0 Wh")
        #expect(session.energy == nil)
        #expect(session.reportedTransaction == no.number)
        #expect(try test.stop(no.number, register: 5000, at: 60) == .duplicate)
        #expect(test.sessions.count == 1)
        #expect(test.isRecoverable)
    }

    @Test func `a lost start is rebuilt from the register of the beginning`() throws {
        var test = TestSite()
        test.clock = 10
        try test.sample(200, transaction: -1, evse: 2, context: "Transaction.Begin")
        test.clock = 100
        try test.sample(900, transaction: -1, evse: 2)
        test.clock = 200
        try test.stop(-1, register: 1000)
        try test.status(.available, evse: 2)
        let session = try #require(test.sessions.first)
        #expect(session.evse == 2)
        #expect(session.started == TestSite.at(10))
        #expect(session.energy == Energy(wattHours: 800))
        #expect(session.flags.contains(.startUnknown))
    }

    @Test func `a stop without a usable id is matched where only one transaction can be meant`() throws {
        var test = TestSite()
        let id = try test.start(register: 8000)
        test.clock = 60
        try test.stop(0, register: 8123)
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.transaction == id)
        #expect(session.flags.contains(.matchedWithoutID))
        #expect(session.energy == Energy(wattHours: 123))
    }

    @Test func `on a station with two EVSEs a stop without an id is not guessed`() throws {
        var test = TestSite()
        try test.status(.available, evse: 2)
        let id = try test.start(evse: 1, register: 8000)
        test.clock = 60
        try test.stop(-1, register: 8123)
        #expect(test.site.stations["CP1"]?.evses[1]?.running?.session.transaction == id)
    }

    @Test func `offline messages keep their own times`() throws {
        var test = TestSite()
        test.clock = 90_000
        let id = try test.start(register: 10, at: 100)
        try test.stop(Int64(id.number), register: 30, at: 3700)
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.started == TestSite.at(100))
        #expect(session.stopped == TestSite.at(3700))
        #expect(!session.flags.contains(.clockSuspect))
    }

    @Test func `a station clock that was never set is replaced by the box's and flagged`() throws {
        var test = TestSite()
        test.clock = 500
        let start = TransactionStart(
            evse: 1, tag: "T", register: ExactDecimal(1), timestamp: Timestamp(seconds: 86_400), zoneAssumed: true)
        guard case .transaction(let first) = try test.say(.started(start)) else { return }
        #expect(test.site.stations["CP1"]?.drafts.first?.session.started == TestSite.at(500))
        test.clock = 900
        try test.stop(Int64(first.number), register: 2)
        try test.status(.available)
        test.clock = 1500
        guard case .transaction(let second) = try test.say(.started(start)) else { return }
        #expect(second != first, "the same unset time is no sign of the same session")
        #expect(test.sessions.first?.flags.contains(.clockSuspect) == true)
    }

    @Test func `a clock that shows local time as UTC is put right, and what was told is kept`() throws {
        var test = TestSite()
        test.clock = 90_000
        var start = TransactionStart(
            evse: 1, tag: "T", register: ExactDecimal(1), timestamp: TestSite.at(7300), zoneAssumed: true)
        start.clockAheadSeconds = 7200
        guard case .transaction(let id) = try test.say(.started(start)) else { return }
        var end = TransactionEnd(
            transaction: Int64(id.number), register: ExactDecimal(9), timestamp: TestSite.at(10_900))
        end.clockAheadSeconds = 7200
        try test.say(.ended(end))
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.started == TestSite.at(100))
        #expect(session.stopped == TestSite.at(3700))
        #expect(session.flags.contains(.zoneCorrected) && !session.flags.contains(.zoneAssumed))
        guard case .transactionStarted(let recorded)? = test.facts.first else {
            Issue.record("No start was recorded.")
            return
        }
        #expect(recorded.start?.timestamp == TestSite.at(7300))
        // Told again once the station was set right, it is the same start.
        start.clockAheadSeconds = nil
        #expect(try test.say(.started(start)) == .transaction(id))
    }

    @Test func `an end that is concluded has its time put right, too`() throws {
        var test = TestSite()
        let id = try test.start(register: 5)
        test.clock = 60
        let value = MeterValue(timestamp: TestSite.at(7260), sampledValues: [SampledValue(value: "7")])
        var report = MeterReport(evse: 1, transaction: Int64(id.number), values: [value])
        report.clockAheadSeconds = 7200
        try test.say(.metered(report))
        test.clock = 9000
        try test.start(register: 9)
        #expect(test.site.stations["CP1"]?.drafts.first?.session.stopped == TestSite.at(60))
    }

    /// Stations stamp them with the beginning of the interval or with its end.
    @Test func `what is aligned to the clock does not count as energy, however it is stamped`() throws {
        var test = TestSite()
        let id = try test.start(register: 1000)
        for (seconds, register) in [(900, "1500"), (0, "1500"), (1800, "2000")] as [(Int64, String)] {
            test.clock = max(test.clock, seconds)
            let samples = [
                SampledValue(value: register, context: "Sample.Clock"),
                SampledValue(value: "500", context: "Sample.Clock", measurand: "Energy.Active.Import.Interval"),
            ]
            try test.say(
                .metered(
                    MeterReport(
                        evse: 1, transaction: Int64(id.number),
                        values: [MeterValue(timestamp: TestSite.at(seconds), sampledValues: samples)])))
        }
        test.clock = 1750
        try test.stop(Int64(id.number), register: 1900)
        try test.status(.available)
        #expect(test.sessions.first?.energy == Energy(wattHours: 900))
        #expect(test.sessions.first?.stopped == TestSite.at(1750))
    }

    @Test func `registers that do not fit each other are told of`() throws {
        var test = TestSite()
        let id = try test.start(register: 5)
        test.clock = 60
        var end = TransactionEnd(
            transaction: Int64(id.number), register: ExactDecimal(9), timestamp: TestSite.at(60))
        end.unitSuspect = true
        try test.say(.ended(end))
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.flags.contains(.unitSuspect))
        // Which of them is the wrong one is not known.
        #expect(session.energy == Energy(wattHours: 4))
        #expect(test.isRecoverable)
    }

    @Test func `a session without a plug-out is final when the wait is over`() throws {
        var test = TestSite(rules: SiteRules(finalAfter: .minutes(15)))
        let id = try test.start(register: 0)
        test.clock = 100
        try test.stop(Int64(id.number), register: 7)
        test.clock = 999
        try test.apply(.tick)
        #expect(test.sessions.isEmpty)
        test.clock = 1000
        try test.apply(.tick)
        #expect(test.sessions.first?.pluggedOut == TestSite.at(100))
        #expect(test.sessions.first?.flags.contains(.plugTimesUnknown) == true)
    }

    @Test func `a cable seen unplugged before its stop is told counts as the plug-out`() throws {
        var test = TestSite()
        let id = try test.start(register: 0)
        test.clock = 200
        try test.status(.available)
        test.clock = 5000
        try test.stop(Int64(id.number), register: 7, at: 150)
        #expect(test.sessions.first?.pluggedOut == TestSite.at(200))
    }

    @Test func `a session that came and went during an outage is final when it is told`() throws {
        var test = TestSite()
        try test.status(.available)
        test.clock = 9000
        try test.status(.available)
        let id = try test.start(register: 0, at: 1000)
        try test.stop(Int64(id.number), register: 500, at: 2000)
        let session = try #require(test.sessions.first)
        #expect(session.pluggedIn == TestSite.at(1000))
        #expect(session.pluggedOut == TestSite.at(2000), "the car may have left at any time since; the stop is certain")
        #expect(session.flags == [.plugTimesUnknown])
        #expect(test.isRecoverable)
    }

    @Test func `a report sent twice is recorded once`() throws {
        var test = TestSite()
        let id = try test.start(register: 0)
        try test.sample(5, transaction: Int64(id.number))
        let count = test.facts.count
        try test.sample(5, transaction: Int64(id.number))
        #expect(test.facts.count == count)
    }

    @Test func `a register that runs backwards gives no energy`() throws {
        var test = TestSite()
        let id = try test.start(register: 500)
        test.clock = 10
        try test.stop(Int64(id.number), register: 20)
        try test.status(.available)
        #expect(test.sessions.first?.energy == nil)
        #expect(test.sessions.first?.flags.contains(.registerBackwards) == true)
    }

    @Test func `a refused tag's transaction is real all the same`() throws {
        var test = TestSite()
        let start = TransactionStart(
            evse: 1, tag: "STOLEN", register: ExactDecimal(1), timestamp: TestSite.at(0), authorization: .blocked)
        guard case .transaction = try test.say(.started(start)) else {
            Issue.record("no id")
            return
        }
        #expect(test.site.stations["CP1"]?.drafts.first?.session.flags.contains(.unauthorized) == true)
    }

    @Test func `a clock stepping back reorders nothing`() throws {
        var test = TestSite()
        test.clock = 10_000
        let first = try test.start(register: 0)
        try test.stop(Int64(first.number), register: 7)
        try test.status(.available)
        test.clock = 100
        let second = try test.start(register: 7)
        #expect(second > first)
        try test.stop(Int64(second.number), register: 9)
        try test.status(.preparing)
        try test.status(.available)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 7), Energy(wattHours: 2)])
        #expect(test.isRecoverable)
    }
}
