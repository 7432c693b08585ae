/// A change of a local list, as OCPP sends it.
package struct LocalListUpdate: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Instead of everything there was.
        case full = "Full"
        case differential = "Differential"
    }

    package struct Change: Hashable, Codable, Sendable {
        package let tag: Tag
        /// `nil` deletes the tag.
        package let record: TagRecord?

        package init(_ record: TagRecord) {
            tag = record.tag
            self.record = record
        }

        package init(deleting tag: Tag) {
            self.tag = tag
            record = nil
        }
    }

    package var version: Int
    package var kind: Kind
    package var changes: [Change]
    /// The cloud that keeps the list of the station this goes to; `nil` where the site does.
    package var cloud: UplinkName?

    package init(version: Int, kind: Kind, changes: [Change]) {
        self.version = version
        self.kind = kind
        self.changes = changes
    }
}

/// What became of an update.
package enum LocalListOutcome: Hashable, Sendable {
    case accepted
    /// It is not newer than the list; the sender has to send the whole list.
    case versionMismatch
    /// The list is as it was.
    case failed(LocalListFault)
}

/// What is wrong with an update.
package enum LocalListFault: Hashable, Codable, Sendable, CustomStringConvertible {
    case version
    case duplicateTag
    case recordMissing
    case tooManyRecords

    package var description: String {
        switch self {
        case .version: "A list's version is 1 or more; send the update with a positive version."
        case .duplicateTag: "A tag stands in the update twice; send each tag once."
        case .recordMissing: "A full list says something about each tag; leave out what should be deleted."
        case .tooManyRecords: "A list has at most \(LocalList.mostRecords) tags; delete some first."
        }
    }
}

extension LocalList {
    /// What brings somebody who has the older list up to this one. Notes are for people here and make no difference.
    package func update(since older: LocalList) -> LocalListUpdate {
        let changed = all.filter { record in
            guard let known = older[record.tag] else { return true }
            return (known.status, known.expires) != (record.status, record.expires) || known.group != record.group
        }
        let gone = older.all.filter { self[$0.tag] == nil }
        return LocalListUpdate(
            version: version, kind: .differential,
            changes: changed.map { .init($0) } + gone.map { .init(deleting: $0.tag) })
    }

    /// The whole list in messages of at most that many tags: a full one, then differences, each a version later. The
    /// last has version `version`, so the first needs room for the others below it.
    package func parts(of size: Int) -> [LocalListUpdate]? {
        let size = max(1, size)
        let records = all
        let count = max(1, (records.count + size - 1) / size)
        guard version >= count else { return nil }
        return (0..<count).map { part in
            let slice = records[min(part * size, records.count)..<min((part + 1) * size, records.count)]
            return LocalListUpdate(
                version: version - count + 1 + part, kind: part == 0 ? .full : .differential,
                changes: slice.map { .init($0) })
        }
    }
}
