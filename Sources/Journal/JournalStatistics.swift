package import Charging
import Foundation

/// How the journal is doing, for people and for the watchdog.
package struct JournalStatistics: Hashable, Sendable {
    package var entries: Int64
    /// Bytes of the data file.
    package var fileBytes: Int64
    /// Bytes of the write-ahead log beside it.
    package var logBytes: Int64
    /// Bytes written to the write-ahead log since the start; about as much goes to the data file.
    package var writtenBytes: Int64
    /// Events that wait for a commit.
    package var waiting: Int
    /// When something was last committed; `nil` when nothing was since the start.
    package var lastCommit: Timestamp?
    package var lastCommitDuration: Duration?
    /// How many entries the last commit carried.
    package var lastCommitEntries: Int
}

extension JournalStatistics {
    /// Asked of the file system, because opening the file beside SQLite would drop SQLite's locks on it.
    static func size(of path: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }
}
