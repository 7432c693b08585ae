/// What somebody who may decide said about a tag.
package struct TagAnswer: Hashable, Codable, Sendable {
    package var status: Authorization
    /// Until when that holds.
    package var expires: Timestamp?
    package var group: Tag?

    package init(status: Authorization, expires: Timestamp? = nil, group: Tag? = nil) {
        self.status = status
        self.expires = expires
        self.group = group
    }
}

/// What clouds said lately about tags, for the time when they cannot be asked.
///
/// A key need not be the tag itself: whoever keeps the cache may hand in a keyed hash of it instead, so that a stolen
/// data file holds no card numbers.
package struct AuthorizationCache: Hashable, Sendable {
    package struct Entry: Hashable, Codable, Sendable {
        package var key: Tag
        package var answer: TagAnswer
        package var learned: Timestamp
    }

    package static let mostEntries = 10_000

    private var entries: [Tag: Entry] = [:]

    package init() {}

    package var count: Int { entries.count }

    /// Remembers an answer. What depends on the moment (another transaction runs) is no knowledge about the tag.
    package mutating func learn(_ key: Tag, _ answer: TagAnswer, at moment: Timestamp) {
        guard answer.status != .concurrentTransaction else { return }
        if entries[key] == nil, entries.count >= Self.mostEntries { forgetOldest() }
        entries[key] = Entry(key: key, answer: answer, learned: moment)
    }

    /// The answer, while it holds: before its own end, and not older than the lifetime.
    package func answer(for key: Tag, at moment: Timestamp, lifetime: Duration) -> TagAnswer? {
        guard let entry = entries[key], entry.holds(at: moment, lifetime: lifetime) else { return nil }
        return entry.answer
    }

    /// The group a tag was last said to belong to, whatever else holds of it.
    package func group(of key: Tag) -> Tag? { entries[key]?.answer.group }

    package mutating func forget(_ key: Tag) { entries[key] = nil }

    package mutating func clear() { entries.removeAll() }

    /// Forgets what holds no more; returns how many answers that were.
    @discardableResult
    package mutating func expire(at moment: Timestamp, lifetime: Duration) -> Int {
        let before = entries.count
        entries = entries.filter { $0.value.holds(at: moment, lifetime: lifetime) }
        return before - entries.count
    }

    /// Makes room for a while: finding the oldest is long work, so a sixteenth goes at once.
    private mutating func forgetOldest() {
        for entry in oldestFirst.prefix(max(1, Self.mostEntries / 16)) { entries[entry.key] = nil }
    }

    private var oldestFirst: [Entry] {
        entries.values.sorted { ($0.learned, $0.key) < ($1.learned, $1.key) }
    }
}

extension AuthorizationCache.Entry {
    fileprivate func holds(at moment: Timestamp, lifetime: Duration) -> Bool {
        if let expires = answer.expires, expires <= moment { return false }
        return moment - learned < lifetime
    }
}

extension AuthorizationCache: Codable {
    package init(from decoder: any Decoder) throws {
        let list = try decoder.singleValueContainer().decode([Entry].self)
        entries = Dictionary(
            list.suffix(Self.mostEntries).map { ($0.key, $0) }, uniquingKeysWith: { _, last in last })
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(oldestFirst)
    }
}
