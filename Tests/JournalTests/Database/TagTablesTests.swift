import Charging
import Foundation
import GRDB
import Testing
import Trust

@testable import Journal

/// Tags stand in tables of their own, which say at every moment what the site's memory says.
@Suite(.timeLimit(.minutes(2))) struct TagTablesTests {
    private static func tag(_ number: Int) -> Charging.Tag { Charging.Tag("TAG\(number)")! }

    private static func listing(_ numbers: Range<Int>, version: Int, kind: LocalListUpdate.Kind = .full) -> Event {
        .settlement(
            .localList(
                LocalListUpdate(
                    version: version, kind: kind, changes: numbers.map { .init(TagRecord(tag: tag($0), note: "N")) })))
    }

    private static func answer(_ number: Int, _ status: Authorization = .accepted) -> Event {
        .settlement(.learned(LearnedTag(tag: tag(number), answer: TagAnswer(status: status, group: tag(0)))))
    }

    /// A crash at this moment would lose nothing.
    private func expectSameAfterCrash(_ journal: Journal, _ test: TestJournal) async throws {
        let live = await journal.site()
        await journal.untilNoSnapshotIsUnderWay()
        #expect(try await test.copy().open().site() == live)
    }

    @Test func `a snapshot is as small with many tags as with none`() async throws {
        let test = try TestJournal()
        try await test.run({
            $0.entriesPerSnapshot = 3
            $0.snapshotBytesPerEntry = .max
        }) { journal in
            _ = try await journal.record(Self.listing(0..<5000, version: 1))
            for number in 2...3 { _ = try await journal.record(.transfer("\(number)")) }
            await journal.untilNoSnapshotIsUnderWay()
            let before = await journal.statistics().writtenBytes
            for number in 1...3 { _ = try await journal.record(.transfer("more \(number)")) }
            await journal.untilNoSnapshotIsUnderWay()
            _ = try await journal.record(.transfer("last"))
            #expect(await journal.statistics().writtenBytes - before < 100_000)
            let seqs = try await journal.store.read { try Int64.fetchAll($0, sql: "SELECT seq FROM snapshot") }
            #expect(seqs == [6])
            #expect(await journal.site().settled.localList.count == 5000)
        }
    }

    @Test func `an entry changes the tags it speaks of, before a snapshot as after it`() async throws {
        let test = try TestJournal()
        try await test.run({ $0.entriesPerSnapshot = 4 }) { journal in
            let deleting = LocalListUpdate(version: 3, kind: .differential, changes: [.init(deleting: Self.tag(1))])
            let refused = LocalListUpdate(version: 3, kind: .differential, changes: [.init(deleting: Self.tag(2))])
            let events: [Event] = [
                Self.listing(0..<4, version: 1), Self.listing(5..<6, version: 2, kind: .differential),
                .settlement(.localList(deleting)), .settlement(.localList(refused)), Self.answer(1),
                Self.answer(2, .blocked), Self.answer(1, .expired), Self.answer(3, .concurrentTransaction),
                Self.listing(7..<9, version: 1), .settlement(.cacheCleared), Self.answer(4),
                Self.listing(0..<0, version: 9),
            ]
            for event in events {
                _ = try await journal.record(event)
                try await expectSameAfterCrash(journal, test)
            }
            #expect(await journal.site().settled.localList.version == 9)
            #expect(await journal.site().settled.cache.oldestFirst.map(\.key) == [Self.tag(4)])
        }
    }

    @Test func `when clouds have said more than is kept, the same answers are forgotten on the disk`() async throws {
        let test = try TestJournal()
        let most = AuthorizationCache.mostEntries
        let journal = try test.open { $0.waitingLimit = 20_000 }
        let events = (0..<most).map { Self.answer($0) } + [Self.answer(0), Self.answer(most)]
        let answers = try await withThrowingTaskGroup(of: Int.self) { tasks in
            tasks.addTask {
                try await journal.running { journal in
                    // One after the other, so that their order is known.
                    for event in events.prefix(200) { _ = try await journal.record(event) }
                    await withTaskGroup { callers in
                        for event in events[200..<most] {
                            callers.addTask { _ = try? await journal.record(event) }
                        }
                    }
                    for event in events[most...] { _ = try await journal.record(event) }
                    try await expectSameAfterCrash(journal, test)
                    return await journal.site().settled.cache.count
                }
            }
            return try await tasks.next()!
        }
        #expect(answers == most - AuthorizationCache.forgottenAtOnce + 1)
        let cache = try await test.copy().open().site().settled.cache
        #expect(cache.count == answers)
        // The second oldest is gone, and the oldest was heard of again.
        #expect(cache.group(of: Self.tag(1)) == nil && cache.group(of: Self.tag(0)) != nil)
    }

    @Test func `tags that were stored before there was a key are sealed when there is one`() async throws {
        let test = try TestJournal()
        try await test.run { journal in
            _ = try await journal.record(Self.listing(0..<3, version: 1))
            for number in 0..<3 { _ = try await journal.record(Self.answer(number)) }
        }
        let vault = try TagVault(key: Array(repeating: 7, count: 64))
        let before = try await test.open().site()
        try await test.run {
            $0.vault = vault
        } _: { journal in
            #expect(await journal.site() == before)
            let sql =
                #"SELECT tag FROM listed UNION ALL SELECT tag FROM answered UNION ALL SELECT "group" FROM answered"#
            let texts = try await journal.store.read { try String.fetchAll($0, sql: sql) }
            #expect(texts.count == 9 && texts.allSatisfy { $0.hasPrefix("~") })
            // A change finds the row that was sealed later.
            let change = LocalListUpdate(version: 2, kind: .differential, changes: [.init(deleting: Self.tag(1))])
            _ = try await journal.record(.settlement(.localList(change)))
        }
        #expect(try await test.open { $0.vault = vault }.site().settled.localList.count == 2)
    }

    @Test(arguments: ["UPDATE listed SET tag = '~broken'", "UPDATE listed SET status = 'Flying'"])
    func `tags that cannot be read stop the start with what to do`(_ damage: String) async throws {
        let test = try TestJournal()
        let vault = try TagVault(key: Array(repeating: 7, count: 64))
        try await test.run {
            $0.vault = vault
        } _: { journal in
            _ = try await journal.record(Self.listing(0..<1, version: 1))
        }
        try await DatabaseQueue(path: test.path).write { try $0.execute(sql: damage) }
        let error = #expect(throws: JournalError.self) { try test.open { $0.vault = vault } }
        #expect(error?.reason == .damaged)
        #expect(error?.hint.contains("backup") == true)
    }

    @Test func `an event that is taken back leaves the tags as they were`() async throws {
        let test = try TestJournal()
        try await test.run { _ in }
        try await DatabaseQueue(path: test.path).write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER poisoned BEFORE INSERT ON listed WHEN new.note = 'poison'
                    BEGIN SELECT raise(ABORT, 'poison'); END
                    """)
        }
        let poison = TagRecord(tag: Self.tag(5), note: "poison")
        let changes = [LocalListUpdate.Change(deleting: Self.tag(0)), .init(poison)]
        try await test.run { journal in
            _ = try await journal.record(Self.listing(0..<2, version: 1))
            await #expect(throws: RecordingError.self) {
                try await journal.record(
                    .settlement(.localList(LocalListUpdate(version: 2, kind: .differential, changes: changes))))
            }
            #expect(await journal.site().settled.localList.count == 2)
            try await expectSameAfterCrash(journal, test)
        }
    }
}
