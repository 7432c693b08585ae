import Charging
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct StoreTests {
    @Test func `commits wait for the disk on the connection that writes`() async throws {
        let settings = try await TestJournal().store { store in
            try await store.onWriter { db in
                try ["synchronous", "journal_mode", "wal_autocheckpoint", "trusted_schema", "cell_size_check"]
                    .map { try String.fetchOne(db, sql: "PRAGMA \($0)") }
            }
        }
        #expect(settings == ["2", "wal", "0", "0", "1"])
    }

    @Test func `the other connections cannot write`() async throws {
        await #expect(throws: JournalError.self) {
            try await TestJournal().store { store in
                try await store.read { db in try db.execute(sql: "INSERT INTO property VALUES ('a', 1)") }
            }
        }
    }

    @Test func `the file says whose it is`() async throws {
        let marks = try await TestJournal().store { store in
            try await store.read { db in
                try ["application_id", "user_version"].map { try Int64.fetchOne(db, sql: "PRAGMA \($0)") }
            }
        }
        #expect(marks == [Schema.applicationID, Int64(Schema.newest)])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var reason: JournalError.Reason
        var hint: String
        var prepare: @Sendable (TestJournal) throws -> String
    }

    static let cases = [
        Case(testDescription: "a newer schema", reason: .newer, hint: "Install that version") { test in
            _ = try Store(path: test.path)
            try DatabaseQueue(path: test.path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
            return test.path
        },
        Case(testDescription: "another program's database", reason: .foreign, hint: "another path") { test in
            try DatabaseQueue(path: test.path).write { try $0.execute(sql: "CREATE TABLE theirs(a)") }
            return test.path
        },
        Case(testDescription: "no database at all", reason: .foreign, hint: "another path") { test in
            try Data(repeating: 65, count: 9000).write(to: URL(filePath: test.path))
            return test.path
        },
        Case(testDescription: "no such directory", reason: .unavailable, hint: "Create the directory") { test in
            test.directory.appending(path: "missing/ohmstead.db").path
        },
        Case(testDescription: "a directory in its place", reason: .unavailable, hint: "must be a file") { test in
            try FileManager.default.createDirectory(atPath: test.path, withIntermediateDirectories: true)
            return test.path
        },
    ]

    @Test(arguments: cases)
    func `a file that is not this program's to use is refused with what to do, and left alone`(_ bad: Case) throws {
        let test = try TestJournal()
        let path = try bad.prepare(test)
        let before = try? Data(contentsOf: URL(filePath: path))
        let error = #expect(throws: JournalError.self) {
            _ = try DataFileLock(of: path)
            _ = try Store(path: path)
        }
        #expect(error?.reason == bad.reason)
        #expect(error?.hint.contains(bad.hint) == true)
        #expect(error?.message.contains(path) == true)
        #expect((try? Data(contentsOf: URL(filePath: path))) == before)
    }

    @Test func `a second daemon on the same file is refused`() async throws {
        let test = try TestJournal()
        try await test.run { _ in
            let error = #expect(throws: JournalError.self) { try test.open() }
            #expect(error?.reason == .inUse)
        }
        _ = try test.open()
    }

    @Test(arguments: [
        "UPDATE session SET body = '{}'", "DELETE FROM session", "UPDATE entry SET at = 0", "DELETE FROM entry",
    ])
    func `what is written stays`(_ statement: String) async throws {
        try await TestJournal().store { store in
            try await store.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO entry VALUES (1, 0, 1, 0, 1, 'session.final', 1, 'station/CP1', '{}');
                        INSERT INTO session VALUES (1, 'CP1', 7, 0, '{}');
                        """)
            }
            await #expect(throws: WriteError.self) { try await store.write { db in try db.execute(sql: statement) } }
            let count = try await store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM entry, session") }
            #expect(count == 1)
        }
    }
}
