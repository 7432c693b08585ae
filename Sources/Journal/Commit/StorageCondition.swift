import Charging
import Logging
import Synchronization

/// Whether the disk takes writes: raised with the first that fails, cleared with the first that succeeds.
final class StorageCondition: Sendable {
    static let code = "journal.storage"

    private let health: Health
    private let logger: Logger
    private let failure = Mutex<StorageFailure?>(nil)
    /// Speaks each time the condition is raised.
    let alarms: AsyncStream<Void>
    private let alarm: AsyncStream<Void>.Continuation

    init(health: Health, logger: Logger) {
        self.health = health
        self.logger = logger
        (alarms, alarm) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The log beside the data file could not be copied as a whole, as where somebody still reads an old state. Returns
    /// whether that is worth a word: a log that begins anew with the next commit is none, however large it is.
    func log(hasGrownTo bytes: Int64, _ limit: Int64) -> Bool {
        guard bytes > limit else { return false }
        health.raise(
            "journal.log", .warning, "The write-ahead log has grown to \(bytes / 1_048_576) MiB.",
            remedy: "Close programs that keep the data file open; if there are none, restart the daemon.")
        return true
    }

    func logBeginsAnew() { health.clear("journal.log") }

    var isRaised: Bool { failure.withLock { $0 != nil } }

    func failed(_ failure: StorageFailure) {
        let before = self.failure.withLock { current in
            defer { current = failure }
            return current
        }
        guard before != failure else { return }
        health.raise(Self.code, .critical, failure.summary, remedy: failure.remedy)
        guard before?.kind != failure.kind else { return }
        logger.error("The data file cannot be written.", metadata: ["reason": "\(failure.detail)"])
        alarm.yield()
    }

    func succeeded() {
        let before = failure.withLock { $0.take() }
        guard before != nil else { return }
        health.clear(Self.code)
        logger.notice("The data file can be written again.")
    }
}
