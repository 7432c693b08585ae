import Charging
import Journal

/// Which messages bring a station's list up to the site's.
struct ListUpdates: Sendable {
    let list: LocalList
    /// Every change of the list so far, oldest first.
    let history: [LocalListUpdate]

    /// The difference to an earlier version of the list, in messages of at most that many tags; `nil` where it is not
    /// known what changed since.
    func since(_ version: Int, atMost size: Int) -> [LocalListUpdate]? {
        let later = history.filter { $0.version > version }
        guard version > 0, version < list.version, history.contains(where: { $0.version == version }),
            history.last?.version == list.version, later.allSatisfy({ $0.kind == .differential })
        else { return nil }
        // What was said last of a tag is what holds.
        let tags = Set(later.flatMap { $0.changes.map(\.tag) }).sorted()
        let changes = tags.map { list[$0].map { .init($0) } ?? LocalListUpdate.Change(deleting: $0) }
        let count = max(1, (changes.count + size - 1) / size)
        guard count <= list.version - version else { return nil }
        return (0..<count).map { part in
            LocalListUpdate(
                version: list.version - count + 1 + part, kind: .differential,
                changes: Array(changes[min(part * size, changes.count)..<min((part + 1) * size, changes.count)]))
        }
    }

    /// The whole list; `nil` where its version has no room for so many messages.
    func whole(atMost size: Int) -> [LocalListUpdate]? { list.parts(of: size) }
}
