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
package struct AuthorizationCache: Sendable {
    package struct Entry: Hashable, Sendable {
        package var key: Tag
        package var answer: TagAnswer
        package var learned: Timestamp

        package init(key: Tag, answer: TagAnswer, learned: Timestamp) {
            self.key = key
            self.answer = answer
            self.learned = learned
        }
    }

    package static let mostEntries = 10_000
    /// How many of the oldest go when one more comes: finding them is long work, so it is done once in a while.
    package static let forgottenAtOnce = mostEntries / 16

    /// With the order of learning, in which they are forgotten. It is no matter of time, because clocks step back.
    private var entries: [Tag: (entry: Entry, number: Int)] = [:]
    private var nextNumber = 0

    package init() {}

    /// As it was kept elsewhere, what was learned first in front.
    package init(_ oldestFirst: some Sequence<Entry>) {
        for entry in oldestFirst { remember(entry) }
    }

    package var count: Int { entries.count }

    package var oldestFirst: [Entry] { entries.values.sorted { $0.number < $1.number }.map(\.entry) }

    /// Remembers an answer. What depends on the moment (another transaction runs) is no knowledge about the tag.
    package mutating func learn(_ key: Tag, _ answer: TagAnswer, at moment: Timestamp) {
        guard answer.isKept else { return }
        if entries[key] == nil, entries.count >= Self.mostEntries { forgetOldest() }
        remember(Entry(key: key, answer: answer, learned: moment))
    }

    /// The answer, while it holds: before its own end, and not older than the lifetime.
    package func answer(for key: Tag, at moment: Timestamp, lifetime: Duration) -> TagAnswer? {
        guard let entry = entries[key]?.entry, entry.holds(at: moment, lifetime: lifetime) else { return nil }
        return entry.answer
    }

    /// The group a tag was last said to belong to, whatever else holds of it.
    package func group(of key: Tag) -> Tag? { entries[key]?.entry.answer.group }

    package mutating func clear() { entries.removeAll() }

    private mutating func remember(_ entry: Entry) {
        entries[entry.key] = (entry, nextNumber)
        nextNumber += 1
    }

    private mutating func forgetOldest() {
        for entry in oldestFirst.prefix(Self.forgottenAtOnce) { entries[entry.key] = nil }
    }
}

extension AuthorizationCache: Equatable {
    /// The numbers say nothing but the order.
    package static func == (left: Self, right: Self) -> Bool { left.oldestFirst == right.oldestFirst }
}

extension TagAnswer {
    /// Whether it says something about the tag, and not only about the moment.
    package var isKept: Bool { status != .concurrentTransaction }
}

extension AuthorizationCache.Entry {
    fileprivate func holds(at moment: Timestamp, lifetime: Duration) -> Bool {
        if let expires = answer.expires, expires <= moment { return false }
        return moment - learned < lifetime
    }
}
