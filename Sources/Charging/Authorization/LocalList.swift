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

    package var count: Int { records.count }

    /// What GetLocalListVersion answers: an empty list is version 0 in both OCPP versions.
    package var reportedVersion: Int { records.isEmpty ? 0 : version }

    package subscript(tag: Tag) -> TagRecord? { records[tag] }

    /// In the order of the tags.
    package var all: [TagRecord] { records.values.sorted { $0.tag < $1.tag } }

    /// Takes an update in, whole or not at all.
    package mutating func apply(_ update: LocalListUpdate) -> LocalListOutcome {
        guard update.version > 0 else { return .failed(.version) }
        guard Set(update.changes.map(\.tag)).count == update.changes.count else { return .failed(.duplicateTag) }
        var changed = records
        switch update.kind {
        case .full:
            guard update.changes.allSatisfy({ $0.record != nil }) else { return .failed(.recordMissing) }
            changed = [:]
        case .differential:
            guard update.version > version else { return .versionMismatch }
        }
        for change in update.changes { changed[change.tag] = change.record }
        guard changed.count <= Self.mostRecords else { return .failed(.tooManyRecords) }
        records = changed
        version = update.version
        return .accepted
    }
}

extension LocalList: Codable {
    private enum Key: String, CodingKey { case version, records }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        version = try container.decode(Int.self, forKey: .version)
        let list = try container.decode([TagRecord].self, forKey: .records)
        records = Dictionary(list.map { ($0.tag, $0) }, uniquingKeysWith: { _, last in last })
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(version, forKey: .version)
        try container.encode(all, forKey: .records)
    }
}
