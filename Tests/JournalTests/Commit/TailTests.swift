import Charging
import GRDB
import Simulator
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct TailTests {
    /// Whatever happened, and wherever the snapshots fell: a site that comes back knows what it knew.
    @Test(arguments: Array(UInt64(1)...12))
    func `a recovered site equals the live one, after a crash as after a clean end`(_ seed: UInt64) async throws {
        var chance = SeededChance(seed: seed)
        let test = try TestJournal(rules: RandomSite.rules)
        var site = RandomSite(seed: seed)
        let snapshots = Int.random(in: 1...60, using: &chance)
        var atTheEnd: Site?
        for _ in 1...3 {
            let journal = try test.open {
                $0.entriesPerSnapshot = snapshots
                $0.snapshotBytesPerEntry = .max
                $0.snapshotPiece = 1
            }
            if let atTheEnd { #expect(await journal.site() == atTheEnd) }
            try await journal.running { journal in
                for _ in 1...Int.random(in: 20...150, using: &chance) {
                    _ = try await journal.record(site.next(at: test.wallClock))
                }
                let live = await journal.site()
                await journal.untilNoSnapshotIsUnderWay()
                let crashed = try test.copy()
                #expect(try await crashed.open().site() == live)
                atTheEnd = live
            }
        }
        #expect(try await !test.open().sessions(SessionQuery()).isEmpty)
    }

    @Test func `a snapshot that cannot be read is passed over`() async throws {
        let test = try TestJournal(rules: RandomSite.rules)
        var site = RandomSite(seed: 7)
        let live = try await test.run { journal in
            for _ in 1...100 { _ = try await journal.record(site.next(at: test.wallClock)) }
            return await journal.site()
        }
        try await DatabaseQueue(path: test.path).write { db in
            try db.execute(sql: #"UPDATE snapshot SET body = '{"of another": "time"}'"#)
        }
        #expect(try await test.open().site() == live)
        // Nor is it passed over twice.
        _ = try test.open { $0.entriesPerSnapshot = 10 }
        try await test.store { store in
            let body = try await store.read { db in try String.fetchOne(db, sql: "SELECT body FROM snapshot") }
            #expect(body?.contains("of another") == false)
        }
    }

    @Test func `a snapshot bounds what a start has to fold`() async throws {
        let test = try TestJournal()
        try await test.run({ $0.entriesPerSnapshot = 10 }) { journal in
            for number in 1...35 { _ = try await journal.record(.transfer("\(number)")) }
        }
        // The one of the clean end replaced the last of the running journal.
        try await test.store { store in
            let seqs = try await store.read { db in try Int64.fetchAll(db, sql: "SELECT seq FROM snapshot") }
            #expect(seqs == [35])
        }
    }

    @Test func `an entry of a kind from the future stops the start with what to do`() async throws {
        let test = try TestJournal()
        try await test.run { journal in _ = try await journal.record(.transfer("a")) }
        try await DatabaseQueue(path: test.path).write { db in
            try db.execute(
                sql: "INSERT INTO entry VALUES (2, 0, 1, 0, 1, 'station.flew', 1, 'station/CP1', '{}')")
        }
        let error = #expect(throws: JournalError.self) { try test.open() }
        #expect(error?.reason == .newer)
        #expect(error?.hint.contains("newer version") == true)
    }
}
