package import Trust

/// Where the journal lives, and its bounds.
package struct JournalConfiguration: Sendable {
    /// The data file. Its directory must exist and belong to the daemon.
    package var path: String
    /// How many events may wait for a commit; what comes on top is refused as overloaded.
    package var waitingLimit: Int
    /// How many events share one commit at most.
    package var batchLimit: Int
    /// After how many entries at least the site's state is written down; a large site's is after more of them.
    package var entriesPerSnapshot: Int
    /// At how many pages (of 4 KiB) the write-ahead log is copied into the data file.
    package var pagesPerCheckpoint: Int
    /// Seals tags before they reach the data file; `nil` stores them as they are.
    package var vault: TagVault?
    /// Only tests that prove what a weaker setting loses change this.
    var durability = Durability.full
    /// How large the write-ahead log may be, in bytes, while somebody keeps it from being copied. Only tests change this.
    var largestLog = Store.logLimit
    /// How many stations and meters share a piece of a snapshot, and how much of it one more entry is worth. Only tests
    /// that want many pieces and many snapshots change these.
    var (snapshotPiece, snapshotBytesPerEntry) = (16, SnapshotPlan.bytesPerEntry)

    package init(
        path: String, waitingLimit: Int = 4096, batchLimit: Int = 1024, entriesPerSnapshot: Int = 5000,
        pagesPerCheckpoint: Int = 1000, vault: TagVault? = nil
    ) {
        self.path = path
        self.waitingLimit = waitingLimit
        self.batchLimit = batchLimit
        self.entriesPerSnapshot = entriesPerSnapshot
        self.pagesPerCheckpoint = pagesPerCheckpoint
        self.vault = vault
    }
}

/// SQLite's `synchronous` setting, by its number.
enum Durability: Int, Sendable {
    case off = 0
    case normal = 1
    case full = 2
}
