package import Charging
import GRDB

/// Some of the wanted entries, and how far the journal was searched for them.
package struct EntryPage: Hashable, Sendable {
    /// Oldest first.
    package var entries: [Entry]
    /// What is wanted up to this entry is in the page or lies before it; who remembers it does not search there again.
    package var scannedThrough: Int64
    /// The journal goes on behind `scannedThrough`.
    package var hasMore: Bool
}

extension EntryPage {
    /// How many entries are looked at for one page, so that nobody occupies a reading connection for long, however
    /// little of the journal is wanted. On a small computer that is a tenth of a second.
    static let mostScanned: Int64 = 50_000

    /// The last entry to look at. Behind the end of the journal, that is where one begins.
    static func end(after seq: Int64, through last: Int64) -> Int64 { min(seq + mostScanned, max(seq, last)) }
}

extension Journal {
    /// The next entries of these kinds after `seq`, about one of these subjects or, with `nil`, about anything.
    ///
    /// A page may be empty though there is more to search. Where the subjects are known to have been silent, nothing is
    /// searched at all.
    package func entries(
        after seq: Int64, kinds: Set<FactKind>, subjects: Set<Subject>?, limit: Int
    ) async throws(JournalError) -> EntryPage {
        guard limit > 0 else { return EntryPage(entries: [], scannedThrough: seq, hasMore: seq < tail.seq) }
        if kinds.isEmpty || isSilent(after: seq, about: subjects) {
            return EntryPage(entries: [], scannedThrough: max(seq, tail.seq), hasMore: false)
        }
        // The file may be ahead of the state for a moment, and who reads of a start asks the state for its session.
        let last = tail.seq
        return try await store.read { [coder] db in
            let end = EntryPage.end(after: seq, through: last)
            let query = EntryQuery(after: seq, through: end, kinds: kinds, subjects: subjects, limit: limit)
            let entries = try Array(query.cursor(db, coder))
            let scanned = entries.count == limit ? entries[limit - 1].seq : end
            return EntryPage(entries: entries, scannedThrough: scanned, hasMore: scanned < last)
        }
    }

    /// The entries of these kinds after `seq`, oldest first, however far one must search for them.
    package func entries(after seq: Int64, kinds: Set<FactKind>, limit: Int) async throws(JournalError) -> [Entry] {
        var page = EntryPage(entries: [], scannedThrough: seq, hasMore: true)
        var entries: [Entry] = []
        while page.hasMore, entries.count < limit {
            page = try await self.entries(
                after: page.scannedThrough, kinds: kinds, subjects: nil, limit: limit - entries.count)
            entries += page.entries
        }
        return entries
    }

    func isSilent(after seq: Int64, about subjects: Set<Subject>?) -> Bool {
        guard let subjects else { return tail.seq <= seq }
        return latest.isSilent(after: seq, about: subjects)
    }
}
