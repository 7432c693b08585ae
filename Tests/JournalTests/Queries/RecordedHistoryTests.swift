import Charging
import GRDB
import Simulator
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct RecordedHistoryTests {
    private static let beginning = Timestamp(seconds: 1_780_000_000)

    private static func start(
        evse: Int = 1, tag: String = "Tag", register: String = "1000.50", at seconds: Int64 = 0
    ) -> TransactionStart {
        TransactionStart(
            evse: evse, tag: tag, register: ExactDecimal(register)!, timestamp: beginning + .seconds(seconds))
    }

    private static func end(_ id: Int64, register: Int64 = 2000, at seconds: Int64 = 60) -> TransactionEnd {
        TransactionEnd(transaction: id, register: ExactDecimal(register), timestamp: beginning + .seconds(seconds))
    }

    /// One session that was told from its start on and one known only from its stop, both final.
    private func withHistory(_ body: @escaping @Sendable (RecordedHistory, TransactionID) throws -> Void) async throws {
        let test = try TestJournal(rules: SiteRules(finalAfter: .seconds(1)))
        try await test.run { (journal) async throws in
            guard case .transaction(let id) = try await journal.record(.station("CP1", .started(Self.start()))) else {
                throw TestSurprise("no transaction")
            }
            _ = try await journal.record(.station("CP1", .ended(Self.end(Int64(id.number)))))
            _ = try await journal.record(.station("CP2", .ended(Self.end(-1))))
            test.wallClock.advance(by: .minutes(5))
            _ = try await journal.record(.tick)
            #expect(try await journal.sessions(SessionQuery()).count == 2)
            try await journal.store.onWriter { db in try body(RecordedHistory(db: db), id) }
        }
    }

    @Test func `a final session is found by its transaction on its station only`() async throws {
        try await withHistory { (history, id) throws in
            #expect(try history.session(of: id, at: "CP1")?.transaction == id)
            #expect(try history.session(of: id, at: "CP2") == nil)
            #expect(try history.session(of: TransactionID(1)!, at: "CP1") == nil)
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var start: TransactionStart
        var station: StationID = "CP1"
        var isSame: Bool
    }

    static let cases = [
        Case(testDescription: "the same", start: start(), isSame: true),
        Case(testDescription: "the tag in other case", start: start(tag: "tAG"), isSame: true),
        Case(testDescription: "the register with other digits", start: start(register: "1000.5"), isSame: true),
        Case(testDescription: "another register", start: start(register: "1000"), isSame: false),
        Case(testDescription: "another tag", start: start(tag: "Tag2"), isSame: false),
        Case(testDescription: "another time", start: start(at: 1), isSame: false),
        Case(testDescription: "another EVSE", start: start(evse: 2), isSame: false),
        Case(testDescription: "another station", start: start(), station: "CP2", isSame: false),
    ]

    @Test(arguments: cases)
    func `a start told again is known by what it said`(_ told: Case) async throws {
        try await withHistory { (history, id) throws in
            let expected = told.isSame ? id : nil
            #expect(try history.session(startedLike: told.start, at: told.station)?.transaction == expected)
        }
    }

    @Test func `a stop without a start is known again by what it said`() async throws {
        try await withHistory { (history, _) throws in
            #expect(try history.session(endedLike: Self.end(-1), at: "CP2")?.reportedTransaction == -1)
            #expect(try history.session(endedLike: Self.end(-2), at: "CP2") == nil)
            #expect(try history.session(endedLike: Self.end(-1, register: 2001), at: "CP2") == nil)
            #expect(try history.session(endedLike: Self.end(-1, at: 61), at: "CP2") == nil)
            #expect(try history.session(endedLike: Self.end(-1), at: "CP1") == nil)
        }
    }

    @Test func `marks are found by time, whatever order they were written in`() async throws {
        try await TestJournal().run { (journal) async throws in
            for (seconds, wattHours) in [(0, 100), (20, 120), (40, 140)] {
                _ = try await journal.record(.meter(Self.reading(wattHours, at: seconds)))
            }
            // Not believed, so not a mark.
            _ = try await journal.record(.meter(Self.reading(0, at: 50)))
            try await journal.store.onWriter { (db) throws in
                let history = RecordedHistory(db: db)
                func registers(_ seconds: Int64) throws -> [Int64?] {
                    let moment = Self.beginning + .seconds(seconds)
                    return [
                        try history.mark(of: "M", atOrBefore: moment), try history.mark(of: "M", atOrAfter: moment),
                    ].map { $0?.register.rounded }
                }
                #expect(try registers(-1) == [nil, 100])
                #expect(try registers(0) == [100, 100])
                #expect(try registers(30) == [120, 140])
                #expect(try registers(60) == [140, nil])
                #expect(try history.mark(of: "other", atOrBefore: Self.beginning) == nil)
                #expect(try history.mark(of: "M", atOrBefore: Self.beginning)?.serialNumber == "S1")
            }
        }
    }

    private static func reading(_ wattHours: Int, at seconds: Int) -> MeterReading {
        MeterReading(
            meter: "M", serialNumber: "S1", at: beginning + .seconds(seconds),
            registers: [
                RegisterValue(obis: .energyImport, value: ExactDecimal(Int64(wattHours)), unit: "Wh", raw: "")
            ])
    }
}
