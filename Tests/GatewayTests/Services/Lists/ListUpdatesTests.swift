import Charging
import Testing

@testable import Gateway

struct ListUpdatesTests {
    private static func record(_ number: Int, _ status: Authorization = .accepted) -> LocalListUpdate.Change {
        .init(TagRecord(tag: Tag("TAG\(number)")!, status: status))
    }

    private static let history = [
        LocalListUpdate(version: 3, kind: .differential, changes: [record(1), record(2), record(3)]),
        LocalListUpdate(version: 5, kind: .differential, changes: [record(2, .blocked), record(4)]),
        LocalListUpdate(version: 6, kind: .differential, changes: [.init(deleting: Tag("TAG1")!)]),
    ]

    private static func updates(_ history: [LocalListUpdate]) -> ListUpdates {
        var list = LocalList()
        for update in history { _ = list.apply(update) }
        return ListUpdates(list: list, history: history)
    }

    @Test(arguments: [1, 2, 3, 100])
    func `a difference in parts leads to the same list as the whole`(size: Int) throws {
        let updates = Self.updates(Self.history)
        for (start, base) in [(3, 1), (5, 2)] {
            var list = LocalList()
            for update in Self.history.prefix(base) { _ = list.apply(update) }
            let parts = try #require(updates.since(start, atMost: size))
            for part in parts {
                #expect(part.changes.count <= size)
                #expect(list.apply(part) == .accepted)
            }
            #expect(list == updates.list)
        }
        var fresh = LocalList()
        for part in try #require(updates.whole(atMost: size)) { #expect(fresh.apply(part) == .accepted) }
        #expect(fresh == updates.list)
    }

    @Test(arguments: [0, 1, 4, 6, 7])
    func `there is no difference to a version that was never ours`(version: Int) {
        #expect(Self.updates(Self.history).since(version, atMost: 10) == nil)
    }

    @Test func `there is no difference across a new beginning or a gap`() {
        let full = LocalListUpdate(version: 9, kind: .full, changes: [Self.record(7)])
        #expect(Self.updates(Self.history + [full]).since(5, atMost: 10) == nil)
        let known = Self.updates(Self.history)
        #expect(ListUpdates(list: known.list, history: Self.history.dropLast()).since(3, atMost: 10) == nil)
    }
}
