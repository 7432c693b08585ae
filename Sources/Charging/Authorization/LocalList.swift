/// What the site itself says about a tag.
package struct TagRecord: Hashable, Codable, Sendable {
    package var tag: Tag
    package var status: Authorization
    package var expires: Timestamp?
    package var group: Tag?
    /// For people: whose it is.
    package var note: String?

    package init(
        tag: Tag, status: Authorization = .accepted, expires: Timestamp? = nil, group: Tag? = nil, note: String? = nil
    ) {
        self.tag = tag
        self.status = status
        self.expires = expires
        self.group = group
        self.note = note.map { String($0.prefix(Self.longestNote)) }
    }

    package static let longestNote = 100

    /// The status at a moment: what was accepted expires, what is blocked stays blocked.
    package func status(at moment: Timestamp) -> Authorization {
        guard status == .accepted, let expires, expires <= moment else { return status }
        return .expired
    }
}

/// The tags the site knows, with a version, so that everybody can tell whether they have the same list.
package struct LocalList: Hashable, Sendable {
    package static let mostRecords = 50_000

    /// Of the last update; 0 before the first.
    package private(set) var version: Int
    private var records: [Tag: TagRecord]

    package init() {
        version = 0
        records = [:]
    }

    /// As it was kept elsewhere.
    package init(version: Int, records: some Sequence<TagRecord>) {
        self.version = version
        self.records = Dictionary(records.lazy.map { ($0.tag, $0) }, uniquingKeysWith: { _, last in last })
    }

    package var count: Int { records.count }

    /// What GetLocalListVersion answers: an empty list is version 0 in both OCPP versions.
    package var reportedVersion: Int { records.isEmpty ? 0 : version }

    package subscript(tag: Tag) -> TagRecord? { records[tag] }

    /// In the order of the tags.
    package var all: [TagRecord] { records.values.sorted { $0.tag < $1.tag } }

    /// What becomes of an update, without taking it in.
    package func outcome(of update: LocalListUpdate) -> LocalListOutcome {
        guard update.version > 0 else { return .failed(.version) }
        guard Set(update.changes.map(\.tag)).count == update.changes.count else { return .failed(.duplicateTag) }
        var count: Int
        switch update.kind {
        case .full:
            guard update.changes.allSatisfy({ $0.record != nil }) else { return .failed(.recordMissing) }
            count = update.changes.count
        case .differential:
            guard update.version > version else { return .versionMismatch }
            count = records.count
            for change in update.changes {
                count += (change.record == nil ? 0 : 1) - (records[change.tag] == nil ? 0 : 1)
            }
        }
        return count <= Self.mostRecords ? .accepted : .failed(.tooManyRecords)
    }

    /// Takes an update in, whole or not at all.
    package mutating func apply(_ update: LocalListUpdate) -> LocalListOutcome {
        let outcome = outcome(of: update)
        guard outcome == .accepted else { return outcome }
        if update.kind == .full { records.removeAll() }
        for change in update.changes { records[change.tag] = change.record }
        version = update.version
        return .accepted
    }
}
