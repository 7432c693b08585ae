import Charging
import Testing

@Suite struct LocalListTests {
    typealias Change = LocalListUpdate.Change

    static func record(_ tag: String, _ status: Authorization = .accepted) -> TagRecord {
        TagRecord(tag: Tag(tag)!, status: status)
    }

    static func list(version: Int = 5, _ tags: [String] = ["A", "B"]) -> LocalList {
        var list = LocalList()
        _ = list.apply(LocalListUpdate(version: version, kind: .full, changes: tags.map { Change(record($0)) }))
        return list
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var update: LocalListUpdate
        var outcome: LocalListOutcome
        var tags: [String]
        var testDescription: String { says }
    }

    @Test(arguments: [
        Case(
            says: "a full list replaces everything, whatever its version",
            update: .init(version: 2, kind: .full, changes: [Change(record("C"))]), outcome: .accepted, tags: ["C"]),
        Case(
            says: "an empty full list deletes everything", update: .init(version: 6, kind: .full, changes: []),
            outcome: .accepted, tags: []),
        Case(
            says: "a difference adds and deletes",
            update: .init(
                version: 6, kind: .differential, changes: [Change(deleting: Tag("a")!), Change(record("C"))]),
            outcome: .accepted, tags: ["B", "C"]),
        Case(
            says: "deleting who is not there is no fault",
            update: .init(version: 6, kind: .differential, changes: [Change(deleting: Tag("Z")!)]),
            outcome: .accepted, tags: ["A", "B"]),
        Case(
            says: "a difference is newer than the list",
            update: .init(version: 5, kind: .differential, changes: [Change(record("C"))]),
            outcome: .versionMismatch, tags: ["A", "B"]),
        Case(
            says: "0 is no version", update: .init(version: 0, kind: .full, changes: [Change(record("C"))]),
            outcome: .failed(.version), tags: ["A", "B"]),
        Case(
            says: "-1 is no version", update: .init(version: -1, kind: .full, changes: [Change(record("C"))]),
            outcome: .failed(.version), tags: ["A", "B"]),
        Case(
            says: "a tag stands in it once, in whatever spelling",
            update: .init(version: 6, kind: .differential, changes: [Change(record("c")), Change(record("C "))]),
            outcome: .failed(.duplicateTag), tags: ["A", "B"]),
        Case(
            says: "a full list has nothing to delete",
            update: .init(version: 6, kind: .full, changes: [Change(record("C")), Change(deleting: Tag("A")!)]),
            outcome: .failed(.recordMissing), tags: ["A", "B"]),
    ])
    func `an update is taken whole or not at all`(_ test: Case) {
        var list = Self.list()
        #expect(list.apply(test.update) == test.outcome)
        #expect(list.all.map(\.tag.text) == test.tags)
        #expect(list.version == (test.outcome == .accepted ? test.update.version : 5))
    }

    @Test func `an empty list is reported as version 0 and still refuses old differences`() {
        var list = Self.list(version: 5, [])
        #expect(list.reportedVersion == 0)
        let update = LocalListUpdate(version: 5, kind: .differential, changes: [Change(Self.record("A"))])
        #expect(list.apply(update) == .versionMismatch)
        #expect(Self.list(version: 5).reportedVersion == 5)
    }

    @Test func `a list has room for 50000 tags`() {
        var list = Self.list(version: 1, (0..<50_000).map { "T\($0)" })
        #expect(list.count == 50_000)
        let more = LocalListUpdate(version: 2, kind: .differential, changes: [Change(Self.record("A"))])
        #expect(list.apply(more) == .failed(.tooManyRecords))
        let exchange = LocalListUpdate(
            version: 2, kind: .differential, changes: [Change(Self.record("A")), Change(deleting: Tag("T7")!)])
        #expect(list.apply(exchange) == .accepted)
    }

    @Test func `accepted tags expire, blocked ones stay blocked`() {
        let end = time("2026-04-14T00:00:00Z")
        var record = Self.record("A")
        record.expires = end
        #expect(record.status(at: end - .seconds(1)) == .accepted)
        #expect(record.status(at: end) == .expired)
        record.status = .blocked
        #expect(record.status(at: end) == .blocked)
    }

    @Test(arguments: 0..<50)
    func `a difference brings any older list up to date`(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        func some(version: Int) -> LocalList {
            var list = LocalList()
            let records = (0..<20).filter { _ in Bool.random(using: &random) }.map {
                TagRecord(
                    tag: Tag("T\($0)")!, status: [.accepted, .blocked].randomElement(using: &random)!,
                    expires: [nil, Timestamp(seconds: 60)].randomElement(using: &random)!,
                    group: [nil, Tag("G")].randomElement(using: &random)!)
            }
            _ = list.apply(LocalListUpdate(version: version, kind: .full, changes: records.map { Change($0) }))
            return list
        }
        var older = some(version: 3)
        let newer = some(version: 4)
        #expect(older.apply(newer.update(since: older)) == .accepted)
        #expect(older == newer)
        #expect(newer.update(since: older).changes.isEmpty)
    }

    @Test(arguments: [(0, 1), (1, 1), (10, 1), (11, 2), (25, 3)])
    func `a long list goes out in parts and arrives whole`(_ tags: Int, _ parts: Int) throws {
        let list = Self.list(version: 100, (0..<tags).map { "T\($0)" })
        let updates = try #require(list.parts(of: 10))
        #expect(updates.count == parts)
        var received = Self.list(version: 7, ["OLD"])
        for update in updates {
            #expect(update.changes.count <= 10)
            #expect(received.apply(update) == .accepted)
        }
        #expect(received == list)
        #expect(Self.list(version: 2, (0..<25).map { "T\($0)" }).parts(of: 10) == nil, "versions begin at 1")
    }
}
