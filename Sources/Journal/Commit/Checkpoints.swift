import GRDB
import Logging
import Synchronization

/// Copies the write-ahead log into the data file now and then, after the answers are out, so that nobody waits for it.
///
/// SQLite's own checkpoints are off: they would run inside a commit.
final class Checkpoints: Sendable {
    private struct State {
        /// How many pages had been written when the log was copied last.
        var pagesCopied = 0
        /// The log is large, and somebody keeps it from being copied as a whole.
        var isHeldUp = false
    }

    private let path: String
    private let configuration: JournalConfiguration
    private let storage: StorageCondition
    private let logger: Logger
    private let state = Mutex(State())

    init(_ configuration: JournalConfiguration, storage: StorageCondition, logger: Logger) {
        (self.configuration, self.storage, self.logger) = (configuration, storage, logger)
        path = configuration.path + "-wal"
    }

    func areDue(after pagesWritten: Int) -> Bool {
        state.withLock { $0.isHeldUp || pagesWritten - $0.pagesCopied >= configuration.pagesPerCheckpoint }
    }

    /// Runs on the writing connection.
    func copyIfDue(in db: Database) {
        let written = db.pagesWritten
        guard areDue(after: written) else { return }
        let isCopied = copy(in: db)
        let isHeldUp = !isCopied && storage.log(hasGrownTo: JournalStatistics.size(of: path), configuration.largestLog)
        if !isHeldUp { storage.logBeginsAnew() }
        state.withLock { $0 = State(pagesCopied: written, isHeldUp: isHeldUp) }
    }

    /// Whether all of it was; the next commit begins the log anew then, however large it has grown.
    private func copy(in db: Database) -> Bool {
        do {
            let (pages, copied) = try db.checkpoint()
            return copied >= pages
        } catch {
            logger.warning("The write-ahead log was not copied.", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
