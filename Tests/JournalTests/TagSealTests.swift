import Charging
import Foundation
import Simulator
import Testing
import Trust

@testable import Journal

/// A stolen data file gives no card numbers away, and the record works all the same.
@Suite(.timeLimit(.minutes(1))) struct TagSealTests {
    static let card = "04A1B2C3D4E5F6"

    private func vault(_ byte: UInt8 = 7) throws -> TagVault { try TagVault(key: Array(repeating: byte, count: 64)) }

    private func start(_ seconds: Int64 = 0) -> TransactionStart {
        TransactionStart(
            evse: 1, tag: Self.card, register: ExactDecimal(1000),
            timestamp: Timestamp(seconds: 1_780_000_000 + seconds))
    }

    /// Everything that writes a tag: a start, a stop, a final session, a list, a verdict, a reservation, a snapshot.
    private func writeTags(to test: TestJournal, _ vault: TagVault?) async throws {
        try await test.run {
            $0.vault = vault
            $0.entriesPerSnapshot = 2
        } _: { journal in
            guard case .transaction(let id) = try await journal.record(.station("CP1", .started(start()))) else {
                Issue.record("no transaction")
                return
            }
            let end = TransactionEnd(
                transaction: Int64(id.number), tag: Self.card, register: ExactDecimal(2000),
                timestamp: Timestamp(seconds: 1_780_000_600))
            _ = try await journal.record(.station("CP1", .ended(end)))
            _ = try await journal.record(.station("CP1", .status(ConnectorStatus(evse: 1, state: .available))))
            let tag = try #require(Tag(Self.card))
            let update = LocalListUpdate(version: 1, kind: .full, changes: [.init(TagRecord(tag: tag))])
            _ = try await journal.record(.settlement(.localList(update)))
            _ = try await journal.record(
                .settlement(.learned(LearnedTag(tag: tag, answer: TagAnswer(status: .accepted, group: tag)))))
            let now = test.wallClock.now.at
            _ = try await journal.record(
                .settlement(
                    .reserved(
                        Reservation(
                            id: 1, station: "CP2", evse: 1, driver: TagHolder(tag: tag), expires: now + .hours(1),
                            created: now))))
            #expect(try await journal.sessions(SessionQuery()).first?.tag == Self.card)
        }
    }

    @Test func `a card number stands nowhere in the files`() async throws {
        for isSealed in [false, true] {
            let test = try TestJournal()
            try await writeTags(to: test, isSealed ? vault() : nil)
            let bytes = try Data(contentsOf: URL(filePath: test.path))
            let found = bytes.range(of: Data(Self.card.utf8)) != nil
            // Without the vault it does stand there, so the test can fail.
            #expect(found == !isSealed)
        }
    }

    @Test func `a sealed record is read back as it was, and a start told again is still known`() async throws {
        let test = try TestJournal()
        try await writeTags(to: test, vault())
        try await test.run {
            $0.vault = try? vault()
        } _: { journal in
            let site = await journal.site()
            let tag = try #require(Tag(Self.card))
            #expect(site.settled.localList[tag]?.status == .accepted)
            #expect(site.settled.reservations.all.first?.driver.tag == tag)
            let before = await journal.lastSeq()
            guard case .transaction = try await journal.record(.station("CP1", .started(start()))) else {
                Issue.record("not known again")
                return
            }
            #expect(await journal.lastSeq() == before)
        }
    }

    @Test func `a data file from before there was a vault is read, and sealed from then on`() async throws {
        let test = try TestJournal()
        try await writeTags(to: test, nil)
        try await test.run {
            $0.vault = try? vault()
        } _: { journal in
            let sessions = try await journal.sessions(SessionQuery())
            #expect(sessions.first?.tag == Self.card)
        }
    }

    @Test func `another key is refused with what to do, and the right one still opens`() async throws {
        let test = try TestJournal()
        try await writeTags(to: test, vault())
        let error = try #require(throws: JournalError.self) {
            _ = try test.open { $0.vault = try? self.vault(8) }
        }
        #expect(error.reason == .unavailable)
        #expect(error.hint.contains("tag_key_file"))
        #expect(throws: JournalError.self) { _ = try test.open() }
        // It opens with its own key as if nothing had been.
        #expect(try await test.open { $0.vault = try? self.vault() }.lastSeq() > 0)
    }

    private typealias Tag = Charging.Tag
}
