import Charging
import GRDB
import Simulator
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct SnapshotTests {
    @Test func `a small site is written down often, and a large one after more entries, up to a bound`() {
        func interval(_ bytes: Int) -> Int64 { SnapshotPlan(extent: .init(seq: 0, bytes: bytes), least: 5000).interval }
        #expect(interval(0) == 5000)
        #expect(interval(1_000_000) == 20_000)
        #expect(interval(1_000_000_000) == Int64(SnapshotPlan.mostFolded))
    }

    @Test func `one snapshot is under way at a time, and one that failed is tried again later`() {
        var plan = SnapshotPlan(extent: .init(seq: 100, bytes: 0), least: 10)
        #expect(!plan.isDue(after: 109))
        #expect(plan.isDue(after: 110))
        plan.begin(after: 110)
        #expect(!plan.isDue(after: 200))
        plan.end(nil)
        #expect(plan.extent.seq == 100)
        #expect(!plan.isDue(after: 119))
        #expect(plan.isDue(after: 120))
        plan.begin(after: 120)
        plan.end(.init(seq: 120, bytes: 7_000))
        #expect(plan.interval == 140)
    }

    /// Thirty stations and what they have done, and the entry after which.
    private func busy(_ test: TestJournal) async throws -> Site {
        try await test.run { journal in
            for number in 1...30 {
                _ = try await journal.record(
                    .station(StationID("CP\(number)"), .status(ConnectorStatus(evse: 1, state: .available))))
            }
            return await journal.site()
        }
    }

    @Test(arguments: [1, 7, 30, 1000])
    func `the pieces of a snapshot make the whole`(_ count: Int) async throws {
        let test = try TestJournal()
        let site = try await busy(test)
        let pieces = site.snapshot.pieces(of: count)
        #expect(pieces.count == (30 + count - 1) / count)
        try await test.store { store in
            let extent = try await store.write { db in
                try SnapshotRows(db: db).write(site, after: site.seq, pieceOf: count, .plain)
            }
            let recovered = try store.readNow { db in try Tail.recover(SiteRules(), from: db) }
            #expect(recovered.tail.site == site)
            #expect(recovered.snapshot.seq == site.seq)
            #expect(recovered.snapshot.bytes == extent.bytes)
        }
        #expect(Site(rules: SiteRules(), firstTransaction: TransactionID(1)!).snapshot.pieces(of: 1).count == 1)
    }

    @Test func `a crash between two pieces leaves the older snapshot, and the next start sweeps them away`()
        async throws
    {
        let test = try TestJournal()
        _ = try await busy(test)
        let live = try await test.run { journal in
            _ = try await journal.record(.station("CP1", .booted(Boot(vendor: "V", model: "M", dialect: "ocpp1.6"))))
            let site = await journal.site()
            for (number, piece) in site.snapshot.pieces(of: 7).enumerated().dropFirst().dropLast() {
                let text = try BodyCoder.plain.encode(piece)
                try await journal.write { db in try SnapshotRows(db: db).add(text, number: number, of: site.seq) }
            }
            let crashed = try test.copy()
            try await crashed.store { store in
                let recovered = try store.readNow { db in try Tail.recover(SiteRules(), from: db) }
                #expect(recovered.snapshot.seq == site.seq - 1)
                #expect(recovered.tail.site == site)
            }
            _ = try crashed.open()
            try await crashed.store { store in
                let pieces = try await store.read { db in
                    try Int64.fetchAll(db, sql: "SELECT DISTINCT seq FROM snapshot_piece")
                }
                #expect(pieces == [site.seq - 1])
            }
            return site
        }
        #expect(try await test.open().site() == live)
    }

    @Test func `a snapshot that lacks a piece is passed over`() async throws {
        let test = try TestJournal()
        let site = try await busy(test)
        try await DatabaseQueue(path: test.path).write { db in
            try db.execute(sql: "DELETE FROM snapshot_piece WHERE piece = 1")
            #expect(db.changesCount == 1)
        }
        #expect(try await test.open().site() == site)
    }

    @Test func `snapshots are taken while the journal runs, and each replaces the one before`() async throws {
        let test = try TestJournal()
        try await test.run({
            $0.entriesPerSnapshot = 10
            $0.snapshotPiece = 3
            $0.snapshotBytesPerEntry = .max
        }) { journal in
            for number in 1...100 {
                let state: ConnectorState = (number / 20).isMultiple(of: 2) ? .available : .preparing
                _ = try await journal.record(
                    .station(StationID("CP\(number % 20)"), .status(ConnectorStatus(evse: 1, state: state))))
                await journal.untilNoSnapshotIsUnderWay()
            }
            let rows = try await journal.store.read { db in
                try Int64.fetchAll(
                    db, sql: "SELECT seq FROM snapshot UNION ALL SELECT DISTINCT seq FROM snapshot_piece")
            }
            #expect(rows.count == 2 && rows[0] == rows[1])
            let live = await journal.site()
            #expect(rows[0] > live.seq - 10 && live.seq > 50)
            #expect(try await test.copy().open().site() == live)
        }
    }
}
