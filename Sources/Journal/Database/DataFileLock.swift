import Glibc

/// Keeps a second daemon away from the data file.
///
/// The lock is on a file of its own: closing any descriptor of the data file itself would drop SQLite's locks on it
/// (https://sqlite.org/howtocorrupt.html#posix_advisory_locks_canceled_by_a_separate_thread_doing_close). The kernel
/// releases the lock when the process ends, however it ends.
struct DataFileLock: ~Copyable, Sendable {
    private let descriptor: CInt

    /// How often the lock is tried, 20 ms apart: the daemon before this one may just be ending.
    private static let attempts = 50

    init(of path: String) throws(JournalError) {
        let lockPath = path + ".lock"
        descriptor = unsafe open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(
                reason: .unavailable,
                message: "The data file's lock \(lockPath) cannot be opened: \(StorageFailure.words(of: errno)).",
                hint: "Create the directory and make it belong to the daemon's user.")
        }
        guard Self.lock(descriptor) else {
            close(descriptor)
            throw JournalError(
                reason: .inUse, message: "Another process uses the data file \(path).",
                hint: "Stop the other daemon, or give this one a data file of its own.")
        }
    }

    deinit { close(descriptor) }

    private static func lock(_ descriptor: CInt) -> Bool {
        for _ in 0..<attempts {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            _ = poll(nil, 0, 20)
        }
        return false
    }
}
