import Charging
import GRDB
import Simulator
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct EntryPageTests {
    private let kinds: Set<FactKind> = [.dataTransfer, .reading]

    /// A journal that holds more than one page scans of one station, with one entry of another at the end.
    private func long(_ test: TestJournal, others: Int64) async throws {
        try await test.run { journal in _ = try await journal.record(.transfer("first", station: "CP1")) }
        try await DatabaseQueue(path: test.path).write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE number(seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM number WHERE seq <= ?)
                    INSERT INTO entry SELECT number.seq, at, boot, monotonic, trusted, kind, version, subject, body
                    FROM number JOIN entry ON entry.seq = 1
                    """, arguments: [others])
            try db.execute(sql: "UPDATE snapshot SET seq = ?", arguments: [others + 1])
        }
    }

    @Test func `only entries about the subjects come, each once, and none is searched for twice`() async throws {
        try await TestJournal().run { journal in
            for number in 1...6 {
                _ = try await journal.record(.transfer("\(number)", station: StationID("CP\(number % 3)")))
            }
            func page(_ seq: Int64, _ subjects: Set<Subject>?, limit: Int) async throws -> [Int64] {
                let page = try await journal.entries(after: seq, kinds: kinds, subjects: subjects, limit: limit)
                return page.entries.map(\.seq) + [page.scannedThrough, page.hasMore ? 1 : 0]
            }
            let two: Set<Subject> = [.station("CP1"), .station("CP2"), .meter("M1")]
            #expect(try await page(0, two, limit: 3) == [1, 2, 4, 4, 1])
            #expect(try await page(4, two, limit: 3) == [5, 6, 0])
            #expect(try await page(0, [.station("CP0")], limit: 2) == [3, 6, 6, 0])
            #expect(try await page(0, nil, limit: 2) == [1, 2, 2, 1])
            #expect(try await page(0, [], limit: 2) == [6, 0])
            #expect(try await page(0, [.meter("CP1")], limit: 2) == [6, 0])
            // A cursor from another data file may lie behind the end.
            #expect(try await page(9, two, limit: 2) == [9, 0])
        }
    }

    @Test(arguments: [Set<FactKind>([.dataTransfer]), [.dataTransfer, .reading]])
    func `one page looks at a bounded part of the journal and says where it stopped`(_ kinds: Set<FactKind>)
        async throws
    {
        let test = try TestJournal()
        try await long(test, others: EntryPage.mostScanned + 10)
        try await test.run { journal in
            _ = try await journal.record(.transfer("last", station: "CP2"))
            let last = await journal.lastSeq()
            let subjects: Set<Subject> = [.station("CP2")]
            let first = try await journal.entries(after: 0, kinds: kinds, subjects: subjects, limit: 10)
            #expect(first == EntryPage(entries: [], scannedThrough: EntryPage.mostScanned, hasMore: true))
            let second = try await journal.entries(
                after: first.scannedThrough, kinds: kinds, subjects: subjects, limit: 10)
            #expect(second.entries.map(\.seq) == [last])
            #expect(second.scannedThrough == last && !second.hasMore)
            let all = try await journal.entries(after: EntryPage.mostScanned - 1, kinds: kinds, limit: .max)
            #expect(all.map(\.seq) == Array(EntryPage.mostScanned...last))

            let backlog = try await journal.backlog(of: "cloud", kinds: kinds, subjects: subjects)
            #expect(backlog.count == 0 && backlog.isMore)
            let again = try await journal.backlog(of: "cloud", kinds: kinds, subjects: subjects, continuing: backlog)
            #expect(again.count == 1 && !again.isMore && again.oldest == test.wallClock.now.at)
            let known = try await journal.backlog(of: "cloud", kinds: kinds, subjects: subjects, after: last - 1)
            #expect(known.count == 1 && !known.isMore)
        }
    }

    @Test func `a backlog is counted up to a bound, and anew where the cursor has moved`() async throws {
        let test = try TestJournal()
        try await long(test, others: Int64(Backlog.mostCounted) + 5)
        try await test.run { journal in
            let full = try await journal.backlog(of: "cloud", kinds: kinds)
            #expect(full.count == Backlog.mostCounted && full.isMore)
            let same = try await journal.backlog(of: "cloud", kinds: kinds, continuing: full)
            #expect(same == full)
            try await journal.pass("cloud", through: 7)
            let less = try await journal.backlog(of: "cloud", kinds: kinds, continuing: full)
            #expect(less.count == Backlog.mostCounted - 1 && !less.isMore)
        }
    }

    /// The reading connections are shut, so whoever had to search would fail.
    @Test func `subjects that have been silent since the start cost no search, for two hundred lanes`() async throws {
        let test = try TestJournal()
        let journal = try test.open()
        try await journal.running { journal in
            for number in 1...200 { _ = try await journal.record(.transfer("a", station: StationID("CP\(number)"))) }
        }
        for number in 1...200 {
            let subjects: Set<Subject> = [.station(StationID("CP\(number)")), .meter(MeterID("M\(number)"))]
            let page = try await journal.entries(after: Int64(number), kinds: kinds, subjects: subjects, limit: 10)
            #expect(page == EntryPage(entries: [], scannedThrough: 200, hasMore: false))
            let backlog = try await journal.backlog(
                of: "cloud", kinds: kinds, subjects: subjects, after: Int64(number))
            #expect(backlog.count == 0 && !backlog.isMore)
            await #expect(throws: JournalError.stopped) {
                try await journal.entries(after: Int64(number) - 1, kinds: kinds, subjects: subjects, limit: 10)
            }
        }
    }

    @Test func `what was said before the start is searched for, though nothing has been said since`() async throws {
        let test = try TestJournal()
        try await test.run { journal in
            for _ in 1...3 { _ = try await journal.record(.transfer("a")) }
        }
        try await test.run { journal in
            let page = try await journal.entries(after: 1, kinds: kinds, subjects: [.station("CP1")], limit: 10)
            #expect(page.entries.map(\.seq) == [2, 3])
        }
    }
}
