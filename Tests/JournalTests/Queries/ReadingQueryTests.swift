import Charging
import GRDB
import Simulator
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct ReadingQueryTests {
    static let rules = SiteRules(meterInterval: ["M": .seconds(10), "N": .seconds(10)])

    /// A meter whose register is the time, beginning 100 s before a quarter hour.
    private static func reading(
        _ meter: MeterID, _ wattHours: Int64, _ moment: Timestamp, serial: String = "S1"
    ) -> Event {
        .meter(
            MeterReading(
                meter: meter, serialNumber: serial, at: moment,
                registers: [
                    RegisterValue(obis: .energyImport, value: ExactDecimal(wattHours), unit: "Wh", raw: "00"),
                    RegisterValue(obis: .energyExport, value: ExactDecimal(7), unit: "Wh", raw: "01"),
                ], origin: .modbus, profile: "Eastron SDM630"))
    }

    private struct Visit: Sendable {
        var after: Int64
        var wattHours: Int64
        var serial = "S1"
    }

    /// A glitch on the first quarter hour, an exchange after the second, and an outage over several.
    private static let visits: [Visit] = [
        Visit(after: 190, wattHours: 1000), Visit(after: 10, wattHours: 0), Visit(after: 10, wattHours: 1020),
        Visit(after: 890, wattHours: 1900), Visit(after: 10, wattHours: 5, serial: "S2"),
        Visit(after: 7200, wattHours: 900, serial: "S2"),
    ]

    private func record(_ visits: [Visit], of meter: MeterID = "M", in journal: Journal, _ test: TestJournal)
        async throws
    {
        for visit in visits {
            test.wallClock.advance(by: .seconds(visit.after))
            _ = try await journal.record(
                Self.reading(meter, visit.wattHours, test.wallClock.now.at, serial: visit.serial))
        }
    }

    private static func registers(_ entries: [Entry]) -> [Int64?] {
        entries.map { if case .reading(let judged) = $0.fact { judged.reading[.energyImport]?.rounded } else { nil } }
    }

    @Test func `readings are found by meter and time, those that were not believed among them`() async throws {
        let test = try TestJournal(rules: Self.rules)
        let start = test.wallClock.now.at
        try await test.run { journal in
            try await record(Self.visits, in: journal, test)
            try await record([Visit(after: 1, wattHours: 1)], of: "N", in: journal, test)
            let all = try await journal.readings(ReadingQuery("M"))
            #expect(Self.registers(all) == [1000, 0, 1020, 1900, 5, 900])
            #expect(try await Self.registers(journal.readings(ReadingQuery("M", limit: 2))) == [5, 900], "the newest")
            let first = ReadingQuery("M", from: start, limit: 2)
            #expect(try await Self.registers(journal.readings(first)) == [1000, 0], "from the moment asked for")
            let some = ReadingQuery("M", from: start + .seconds(200), until: start + .seconds(210))
            #expect(try await Self.registers(journal.readings(some)) == [0, 1020])
            #expect(try await journal.readings(ReadingQuery("X")).isEmpty)
        }
    }

    @Test func `quarter hours, segments and gaps are found as they were decided`() async throws {
        let test = try TestJournal(rules: Self.rules)
        let start = test.wallClock.now.at
        try await test.run { journal in
            try await record(Self.visits, in: journal, test)
            let quarter = start + .seconds(200)
            let decided = try await journal.quarterHours(ReadingQuery("M", register: .energyImport))
            #expect(decided.values.map(\.at) == [quarter, quarter + .minutes(15)])
            #expect(decided.values.map(\.quality) == [.interpolated, .measured])
            #expect(decided.values.map(\.value) == [ExactDecimal(1010), ExactDecimal(1900)])
            #expect(decided.values.map { $0.sources.map(\.seq) } == [[1, 4], [7]], "decisions stand in between")
            #expect(decided.missing.map(\.count) == [8])
            #expect(decided.missing.map(\.reason) == [.silent])
            let both = try await journal.quarterHours(ReadingQuery("M"))
            #expect(both.values.count == 4 && both.missing.map(\.registers.count) == [2])
            let inside = ReadingQuery("M", from: quarter + .hours(1), until: quarter + .hours(1))
            #expect(try await journal.quarterHours(inside).missing.count == 1, "a range reaches into the time")
            #expect(try await journal.quarterHours(inside).values.isEmpty)
            let segments = try await journal.segments(ReadingQuery("M", register: .energyImport))
            #expect(segments.map(\.began) == [.first, .exchanged] && segments.map(\.number) == [1, 2])
            #expect(segments.last?.before == ExactDecimal(1900))
            #expect(try await journal.gaps(ReadingQuery("M")).map(\.to).count == 2)
            let now = test.wallClock.now.at
            #expect(try await journal.gaps(ReadingQuery("M", from: now)).map(\.to) == [now])
        }
    }

    @Test func `what was decided comes back from the entries as it went in`() async throws {
        let test = try TestJournal(rules: Self.rules)
        try await test.run { journal in
            try await record(Self.visits, in: journal, test)
            let entries = try await journal.everything()
            var told = QuarterHours()
            for case .quarterHours(let decided) in entries.map(\.fact) {
                told.values += decided.values
                told.missing += decided.missing
            }
            // The export register was read well when the import register had its glitch, so it was decided first.
            #expect(told.values.first?.register == .energyExport)
            told.values.sort { ($0.at, $0.register) < ($1.at, $1.register) }
            #expect(try await journal.quarterHours(ReadingQuery("M")) == told)
            #expect(entries.filter { $0.fact.kind == .gap }.count == 2)
        }
    }

    /// The daemon is killed after every reading once; what was decided before is not decided again.
    @Test(arguments: [1, 5000])
    func `each quarter hour is decided once over any number of crashes`(entriesPerSnapshot: Int) async throws {
        let whole = try TestJournal(rules: Self.rules)
        let expected = try await whole.run { journal in
            try await record(Self.visits, in: journal, whole)
            return try await journal.everything()
        }
        var crashed = try TestJournal(rules: Self.rules)
        for visit in Self.visits {
            let moment = crashed.wallClock.now
            let journal = try crashed.open { $0.entriesPerSnapshot = entriesPerSnapshot }
            let copy = try await journal.running { [crashed] journal in
                try await record([visit], in: journal, crashed)
                await journal.untilNoSnapshotIsUnderWay()
                return try crashed.copy()
            }
            copy.wallClock.advance(by: crashed.wallClock.now.at - copy.wallClock.now.at)
            #expect(copy.wallClock.now.monotonic > moment.monotonic)
            crashed = copy
        }
        let found = try await crashed.run { try await $0.everything() }
        #expect(found == expected)
    }
}
