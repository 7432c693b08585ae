import Charging
import Foundation
import GRDB
import Testing
import Trust

@testable import Journal

/// A data file from before the tags had tables is opened and nothing in it is lost, whatever interrupts that.
@Suite(.timeLimit(.minutes(2))) struct TagMigrationTests {
    private static func vault(_ byte: UInt8 = 7) throws -> TagVault {
        try TagVault(key: Array(repeating: byte, count: 64))
    }

    private static func tag(_ number: Int) -> Charging.Tag { Charging.Tag("04A1B2C3D4E5F\(number)")! }

    private static let written = Timestamp(seconds: 1_780_000_000)

    /// - Parameter change: what else happened to the file.
    private func oldFile(_ change: String = "") throws -> TestJournal {
        let test = try TestJournal()
        try DatabaseQueue(path: test.path).writeWithoutTransaction { db in
            try db.execute(sql: VersionTwoFile.sql)
            try db.execute(sql: change)
        }
        return test
    }

    private func version(of test: TestJournal) async throws -> Int? {
        try await DatabaseQueue(path: test.path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    }

    private func expectEverything(in site: Site) {
        let list = site.settled.localList
        #expect(list.version == 4)
        #expect(
            list.all == [
                TagRecord(tag: Self.tag(1), note: "Bert"),
                TagRecord(tag: Self.tag(3), expires: Self.written + .hours(24)),
                TagRecord(tag: Self.tag(4), group: Self.tag(9)),
            ])
        #expect(
            site.settled.cache.oldestFirst == [
                .init(key: Self.tag(6), answer: TagAnswer(status: .blocked), learned: Self.written),
                .init(
                    key: Self.tag(7), answer: TagAnswer(status: .accepted, expires: Self.written + .hours(24)),
                    learned: Self.written),
                .init(
                    key: Self.tag(8), answer: TagAnswer(status: .accepted, group: Self.tag(9)), learned: Self.written),
                .init(key: Self.tag(5), answer: TagAnswer(status: .expired), learned: Self.written + .seconds(5)),
            ])
        let credentials = StationCredentials(securityProfile: 1, passwordHash: "hash", pendingHash: "pending")
        #expect(site.settled.credentials == ["CP1": credentials])
        #expect(site.stations["CP1"]?.boot?.vendor == "V")
        #expect(site.stations["CP1"]?.lastAlarm?.event.detail == "lid")
    }

    @Test(arguments: [
        // As it was written.
        "",
        // Before the snapshot's tags were told by any entry that is still there.
        "DROP TRIGGER entry_remains; DELETE FROM entry WHERE seq <= 5",
        // No use of the snapshot.
        "UPDATE snapshot SET body = '{'", "UPDATE snapshot SET body = '{}'", "DELETE FROM snapshot",
    ])
    func `an old file opens with everything that is in it`(_ change: String) async throws {
        let test = try oldFile(change)
        for _ in 1...2 {
            try await test.run {
                $0.vault = try? Self.vault()
            } _: { journal in
                expectEverything(in: await journal.site())
            }
        }
        #expect(try await version(of: test) == Schema.newest)
        let plain = try Data(contentsOf: URL(filePath: test.path)).range(of: Data("04A1B2C3D4E5F".utf8))
        #expect(plain == nil)
    }

    @Test func `the old snapshot loses its tags`() async throws {
        let test = try oldFile()
        _ = try test.open { $0.vault = try? Self.vault() }
        let body = try await DatabaseQueue(path: test.path).read {
            try String.fetchOne($0, sql: "SELECT body FROM snapshot")
        }
        #expect(body?.contains("credentials") == true)
        #expect(body?.contains("localList") == false && body?.contains("\"cache\"") == false)
    }

    @Test func `another key leaves the tags of the old file as they were`() async throws {
        let test = try oldFile()
        let error = #expect(throws: JournalError.self) { try test.open { $0.vault = try? Self.vault(8) } }
        #expect(error?.hint.contains("tag_key_file") == true)
        #expect(try await version(of: test) != Schema.newest)
        expectEverything(in: try await test.open { $0.vault = try? Self.vault() }.site())
    }

    /// The power goes at every fifth of the disk's operations while the file is being brought up to date.
    @Test func `a migration that is cut off leaves the old tables or the new ones, and nothing is lost`() async throws {
        var versions: [Int] = []
        var isDone = false
        var operations: Int64 = 1
        while !isDone {
            let test = try oldFile()
            let remains = try TestJournal()
            let disk = LossyDisk(at: test.directory, seed: UInt64(operations))
            disk.cut(after: operations)
            let cutOff = try? test.open { $0.vault = try? Self.vault() }
            isDone = cutOff != nil && !disk.isCut
            disk.cut()
            operations += 5
            try #require(disk.recover(to: remains.directory))
            versions.append(try await version(of: remains) ?? 0)
            expectEverything(in: try await remains.open { $0.vault = try? Self.vault() }.site())
        }
        // It is brought up to date step by step, and never back.
        #expect(versions.first == 2 && versions.last == Schema.newest)
        #expect(versions == versions.sorted())
    }
}
