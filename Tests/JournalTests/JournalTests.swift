import Charging
import GRDB
import Simulator
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct JournalTests {
    @Test func `an event is in the journal when its sender has the answer`() async throws {
        let test = try TestJournal()
        try await test.run { journal in
            #expect(try await journal.record(.transfer("a")) == .recorded)
            let entry = try #require(try await journal.everything().first)
            #expect(entry.seq == 1)
            #expect(entry.subject == .station("CP1"))
            #expect(entry.stamp == test.wallClock.now)
            #expect(entry.fact == .dataTransfer(DataTransfer(vendor: "test", data: "a")))
        }
    }

    @Test func `events that come before the commit loop runs wait for it`() async throws {
        let journal = try TestJournal().open()
        #expect(try await journal.answers(to: [.transfer("early")]) == [.success(.recorded)])
    }

    @Test func `events that wait together share one commit and keep their order`() async throws {
        let journal = try TestJournal().open { $0.batchLimit = 100 }
        let data = (1...250).map { "\($0)" }
        let bell = journal.bell()
        let answers = try await journal.answers(to: data.map { .transfer($0) }) { journal in
            while await journal.lastSeq() < 250 { await Task.yield() }
            let recorded = try await journal.transfers()
            #expect(recorded == data)
            #expect(await journal.statistics().lastCommitEntries == 50)
        }
        #expect(answers.allSatisfy { $0 == .success(.recorded) })
        // Three commits, and strokes that nobody heard are one.
        let strokes = await bell.reduce(0) { count, _ in count + 1 }
        #expect(strokes == 1)
    }

    @Test func `more events than may wait are refused as overload`() async throws {
        let journal = try TestJournal().open { $0.waitingLimit = 0 }
        await #expect(throws: RecordingError.overloaded) { try await journal.record(.transfer("a")) }
    }

    @Test func `a stopped journal has committed what waited and takes nothing more`() async throws {
        let test = try TestJournal()
        let journal = try test.open { $0.batchLimit = 1 }
        #expect(try await journal.answers(to: [.transfer("a"), .transfer("b")]).count == 2)
        await #expect(throws: RecordingError.stopped) { try await journal.record(.transfer("late")) }
        await #expect(throws: JournalError.stopped) { try await journal.everything() }
        await journal.probe()
        #expect(try await test.copy().open().transfers() == ["a", "b"])
    }

    @Test func `an event the tables refuse fails alone`() async throws {
        let test = try TestJournal()
        try await test.run { _ in }
        try await DatabaseQueue(path: test.path).write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER poisoned BEFORE INSERT ON entry WHEN new.body LIKE '%poison%'
                    BEGIN SELECT raise(ABORT, 'poison'); END
                    """)
        }
        let answers = try await test.open().answers(to: ["a", "poison", "b"].map { .transfer($0) }) { journal in
            let recorded = try await journal.transfers()
            #expect(recorded == ["a", "b"])
        }
        #expect(answers[0] == .success(.recorded))
        #expect(throws: RecordingError.self) { try answers[1].get() }
        #expect(answers[2] == .success(.recorded))
        #expect(test.health.current.isEmpty)
    }

    @Test func `an event without facts needs no commit`() async throws {
        try await TestJournal().run { journal in
            let answer = try await journal.record(.tick)
            #expect(answer == .recorded)
            #expect(await journal.statistics().lastCommit == nil)
            await journal.probe()
        }
    }

    @Test func `a journal goes on where it stopped`() async throws {
        let test = try TestJournal()
        for run in 1...3 {
            try await test.run { journal in
                #expect(await journal.lastSeq() == Int64(run - 1))
                _ = try await journal.record(.transfer("\(run)"))
            }
        }
        #expect(try await test.open().everything().map(\.seq) == [1, 2, 3])
    }

    @Test func `a new journal's transaction ids begin with the minutes since 2020, for good`() async throws {
        let test = try TestJournal()
        let start = TransactionStart(evse: 1, tag: "T", register: ExactDecimal(0), timestamp: test.wallClock.now.at)
        let first = try #require(TransactionID((1_780_000_000 - 1_577_836_800) / 60))
        _ = try test.open()
        test.wallClock.advance(by: .hours(1))
        try await test.run { journal in
            let answer = try await journal.record(.station("CP1", .started(start)))
            #expect(answer == .transaction(first))
        }
    }

    @Test func `what is in the file and not yet in the state is not given out`() async throws {
        let test = try TestJournal()
        try await test.run { journal in
            _ = try await journal.record(.transfer("a"))
            // As it is for a moment between a commit and what follows from it.
            try await journal.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO entry(seq, at, boot, monotonic, trusted, kind, version, subject, body)
                        SELECT seq + 1, at, boot, monotonic, trusted, kind, version, subject, body FROM entry
                        """)
            }
            let page = try await journal.entries(after: 0, kinds: [.dataTransfer], subjects: nil, limit: 10)
            #expect(page.entries.map(\.seq) == [1])
            #expect(page.scannedThrough == 1)
            #expect(!page.hasMore)
        }
    }

    @Test func `the log is copied into the data file while running and gone after a clean end`() async throws {
        let test = try TestJournal()
        try await test.run({ $0.pagesPerCheckpoint = 4 }) { journal in
            for number in 1...200 { _ = try await journal.record(.transfer("\(number)")) }
            await journal.probe()
            let statistics = await journal.statistics()
            #expect(statistics.entries == 200)
            #expect(statistics.logBytes < 250_000)
            #expect(statistics.writtenBytes > 200 * 4096)
        }
        #expect(JournalStatistics.size(of: test.path + "-wal") == 0)
        #expect(JournalStatistics.size(of: test.path) > 4096)
    }

    @Test func `the log is copied, too, while nothing is recorded and uplinks get on`() async throws {
        let test = try TestJournal()
        try await test.run({ $0.pagesPerCheckpoint = 4 }) { journal in
            for number in 1...200 { try await journal.save(scratch: [UInt8(number)], of: "cloud") }
            #expect(await journal.statistics().logBytes < 250_000)
        }
    }

    @Test func `a log that cannot begin anew is looked at again until it can, though nothing is written`() async throws
    {
        let test = try TestJournal()
        try await test.run({
            $0.pagesPerCheckpoint = 4
            $0.largestLog = 40_000
        }) { journal in
            // Somebody else keeps an old state of the file open.
            var leftOpen = Configuration()
            leftOpen.allowsUnsafeTransactions = true
            let reader = try DatabaseQueue(path: test.path, configuration: leftOpen)
            try await reader.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN")
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM entry")
            }
            for number in 1...20 { _ = try await journal.record(.transfer("\(number)")) }
            await journal.probe()
            #expect(test.health.current.map(\.code) == ["journal.log"])
            try reader.close()
            await journal.probe()
            await journal.probe()
            #expect(test.health.current.isEmpty)
        }
    }
}
