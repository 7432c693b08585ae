import Charging
import GRDB
import Synchronization
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct SharedCommitTests {
    /// Keeps the writing connection busy until so many writes wait, and returns what became of each.
    private func together(
        _ store: Store, _ bodies: [@Sendable (Database) throws -> Int]
    ) async -> [Result<Int, WriteError>] {
        let shared = SharedCommit(store: store)
        let gate = Mutex(false)
        store.enqueue { _ in while !gate.withLock({ $0 }) {} }
        return await withTaskGroup(of: (Int, Result<Int, WriteError>).self) { group in
            for (number, body) in bodies.enumerated() {
                group.addTask {
                    do throws(WriteError) {
                        return (number, .success(try await shared.write(body)))
                    } catch {
                        return (number, .failure(error))
                    }
                }
            }
            while shared.count < bodies.count { await Task.yield() }
            gate.withLock { $0 = true }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func note(_ number: Int) -> @Sendable (Database) throws -> Int {
        { db in
            try db.execute(sql: "INSERT INTO uplink(name, cursor) VALUES (?, 0)", arguments: ["\(number)"])
            return number
        }
    }

    @Test func `writes that wait together share one commit, and a refused one takes nothing of the others back`()
        async throws
    {
        try await TestJournal().store { store in
            let commits = Commits()
            _ = try await store.onWriter { db in db.add(transactionObserver: commits, extent: .databaseLifetime) }
            var bodies = (1...50).map(Self.note)
            bodies[10] = { db in
                _ = try Self.note(11)(db)
                throw JournalError(reason: .misuse, message: "No.", hint: "Do not.")
            }
            bodies[20] = { db in
                _ = try Self.note(21)(db)
                return try Self.note(1)(db)
            }
            let results = await together(store, bodies)
            let failed = results.indices.filter { if case .failure = results[$0] { true } else { false } }
            #expect(failed == [10, 20])
            guard case .failure(.refused(let error)) = results[10] else {
                Issue.record("It was \(results[10]).")
                return
            }
            #expect(error.message == "No.")
            let names = try await store.read { db in try Set(String.fetchAll(db, sql: "SELECT name FROM uplink")) }
            #expect(names == Set((1...50).map { "\($0)" }).subtracting(["11", "21"]))
            #expect(commits.count == 1)
        }
    }

    @Test func `a disk that fails fails all that shared the commit`() async throws {
        try await TestJournal().store { store in
            var bodies = (1...5).map(Self.note)
            bodies[3] = { _ in throw DatabaseError(resultCode: .SQLITE_FULL) }
            let results = await together(store, bodies)
            #expect(
                results.allSatisfy {
                    if case .failure(.storage(let failure)) = $0 { failure.kind == .full } else { false }
                })
            let count = try await store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM uplink") }
            #expect(count == 0)
        }
    }

    @Test func `a cursor that would go back fails alone among many lanes`() async throws {
        try await TestJournal().run { journal in
            try await journal.advance("lane/7", to: 9, outcomes: [], scratch: [1])
            let failed = await withTaskGroup(of: Int?.self) { group in
                for number in 1...50 {
                    group.addTask {
                        let lane = UplinkName("lane/\(number)")
                        do {
                            try await journal.advance(lane, to: 5, outcomes: [], scratch: [UInt8(number)])
                            return nil
                        } catch {
                            return number
                        }
                    }
                }
                return await group.compactMap { $0 }.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(failed == [7])
            for number in 1...50 where number != 7 {
                #expect(try await journal.cursor(of: UplinkName("lane/\(number)")) == 5)
                #expect(try await journal.scratch(of: UplinkName("lane/\(number)")) == [UInt8(number)])
            }
            #expect(try await journal.scratch(of: "lane/7") == [1])
        }
    }
}

private final class Commits: TransactionObserver, Sendable {
    private let commits = Mutex(0)
    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
