/// When the site's state is next written down.
///
/// A snapshot costs what it is large, so a large one is taken after more entries: after one for each 50 bytes of it.
/// An entry is some 600 bytes in the file, so all snapshots together write less than a tenth of what the entries do,
/// and take about that share of the time. Only a site whose snapshot is beyond 1.5 MB is written down more often than
/// that, because a start folds at most `mostFolded` entries, and what came while the last snapshot was being written.
struct SnapshotPlan: Sendable {
    /// What counts in the data file now.
    private(set) var extent: SnapshotRows.Extent
    /// After which entry the last was begun.
    private var begun: Int64
    private(set) var isUnderWay = false
    private let least: Int
    private let bytesPerEntry: Int

    static let bytesPerEntry = 50
    /// What a start folds within two seconds, with something in hand: a core of a PC folds 23,000 a second.
    static let mostFolded = 30_000

    init(extent: SnapshotRows.Extent, least: Int, bytesPerEntry: Int = bytesPerEntry) {
        self.extent = extent
        self.least = least
        self.bytesPerEntry = bytesPerEntry
        begun = extent.seq
    }

    /// How many entries lie between two of them.
    var interval: Int64 { Int64(max(1, least, min(extent.bytes / bytesPerEntry, Self.mostFolded))) }

    /// Whether one is to be begun after this entry. One that failed is tried again after as many entries as ever.
    func isDue(after seq: Int64) -> Bool { !isUnderWay && seq - begun >= interval }

    mutating func begin(after seq: Int64) {
        begun = seq
        isUnderWay = true
    }

    /// `nil`: it did not succeed, and the older one still counts.
    mutating func end(_ written: SnapshotRows.Extent?) {
        isUnderWay = false
        if let written { extent = written }
    }
}
