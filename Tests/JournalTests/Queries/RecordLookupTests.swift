import Charging
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct RecordLookupTests {
    @Test func `an entry is found by its number`() async throws {
        try await TestJournal().run { journal in
            for text in ["a", "b"] { _ = try await journal.record(.transfer(text)) }
            let all = try await journal.everything()
            #expect(try await journal.entry(2) == all.last)
            #expect(try await journal.entry(3) == nil)
        }
    }

    @Test func `a final session is found by its transaction, and by the name its station gave it`() async throws {
        let test = try TestJournal(rules: SiteRules(finalAfter: .seconds(0)))
        try await test.run { (journal) async throws in
            let moment = Timestamp(seconds: 1_780_000_000)
            func telling(_ seqNo: Int64) -> Telling {
                Telling(name: "theirs", seqNo: seqNo, trigger: "CablePluggedIn", timestamp: moment)
            }
            let start = TransactionStart(evse: 1, tag: "TAG", register: nil, timestamp: moment, telling: telling(0))
            _ = try await journal.record(.station("CP1", .started(start)))
            let started = try #require(
                try await journal.entries(after: 0, kinds: [.transactionStarted], limit: 1).first)
            guard case .transactionStarted(let transaction) = started.fact else { return }
            let id = transaction.id
            #expect(try await journal.session(of: id, at: "CP1") == nil)
            let end = TransactionEnd(
                transaction: 0, register: ExactDecimal(5), timestamp: moment + .seconds(60), telling: telling(1))
            _ = try await journal.record(.station("CP1", .ended(end)))
            _ = try await journal.record(.station("CP1", .status(ConnectorStatus(evse: 1, state: .available))))
            _ = try await journal.record(.tick)
            let session = try #require(try await journal.sessions(SessionQuery()).first)
            #expect(try await journal.session(of: id, at: "CP1") == session)
            #expect(try await journal.session(of: id, at: "CP2") == nil)
            #expect(try await journal.session(named: "theirs", at: "CP1") == session)
            #expect(try await journal.session(named: "theirs", at: "CP2") == nil)
        }
    }
}
