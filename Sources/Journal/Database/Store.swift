import GRDB
import GRDBSQLite
import Glibc

/// The data file: one connection that writes and checkpoints, and a few that only read.
///
/// The one writing connection is not a matter of taste. In SQLite 3.7.0 to 3.51.2, which Debian's is one of, two
/// connections that write and checkpoint at the same instant can lose commits
/// (https://sqlite.org/wal.html#the_wal_reset_bug). Nothing else may write to the file while the daemon runs.
struct Store: Sendable {
    private let pool: DatabasePool
    let path: String

    /// A log that had to grow beyond this, in bytes, is cut back to it.
    static let logLimit: Int64 = 64 * 1_048_576

    init(path: String, durability: Durability = .full, coder: BodyCoder = .plain) throws(JournalError) {
        self.path = path
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(path))
            try pool.writeWithoutTransaction { db in
                try Self.insist(on: durability, db)
                try Schema.migrate(db, coder)
            }
        } catch let error as JournalError {
            throw error
        } catch {
            throw Self.openingError(error, path: path)
        }
    }

    private static func configuration(_ path: String) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(5)
        configuration.label = "Journal"
        configuration.prepareDatabase { db in
            if !db.configuration.readonly { try Schema.check(db, path: path) }
            try db.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA mmap_size = 0;
                    PRAGMA journal_size_limit = \(logLimit);
                    PRAGMA wal_autocheckpoint = 0;
                    """)
        }
        return configuration
    }

    /// GRDB's pool sets `synchronous` to NORMAL once it has opened, and NORMAL forgets the last commits when the power
    /// goes. So it is set here, after that, and read back.
    private static func insist(on durability: Durability, _ db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        guard synchronous == durability.rawValue, mode == "wal" else {
            throw JournalError(
                reason: .unavailable,
                message: "SQLite does not keep commits safe here (synchronous \(synchronous ?? -1), journal mode "
                    + "\(mode ?? "unknown")).",
                hint: "Put the data file on a local disk; a network share cannot hold it.")
        }
    }

    private static func openingError(_ error: any Error, path: String) -> JournalError {
        guard let error = error as? DatabaseError else {
            return JournalError(
                reason: .unavailable, message: "The data file \(path) cannot be opened: \(error).",
                hint: "Look at the system log for errors of the disk.")
        }
        switch error.resultCode {
        case .SQLITE_NOTADB: return .foreign(path)
        case .SQLITE_CORRUPT:
            return JournalError(
                reason: .damaged, message: "The data file \(path) is damaged: \(error.message ?? "").",
                hint: "Move it away together with its -wal file, restore the last backup, and keep the damaged one.")
        case .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR:
            return StorageFailure(error, systemError: errno).journalError
        default:
            return JournalError(
                reason: .unavailable, message: "The data file \(path) cannot be opened: \(error.message ?? "").",
                hint: "It must be a file in a directory that belongs to the daemon's user.")
        }
    }

    /// Writes in one transaction, which is on disk when this returns.
    ///
    /// The task's cancellation does not reach in: a commit that was begun is finished, so that nobody has to guess.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(WriteError) -> Result {
        try await onWriter { db in
            var result: Result?
            try db.inTransaction(.immediate) {
                result = try body(db)
                return .commit
            }
            return result!
        }
    }

    /// Works on the writing connection; the body opens its transactions itself.
    func onWriter<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(WriteError) -> Result {
        let result: Swift.Result<Result, WriteError> = await withCheckedContinuation { continuation in
            enqueue { db in
                do {
                    continuation.resume(returning: .success(try body(db)))
                } catch {
                    continuation.resume(returning: .failure(WriteError(error)))
                }
            }
        }
        return try result.get()
    }

    /// Works on the writing connection when it is free, and returns at once.
    func enqueue(_ body: @escaping @Sendable (Database) -> Void) {
        pool.asyncWriteWithoutTransaction { db in
            // So that an error number found after a failure is of that failure.
            errno = 0
            body(db)
        }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(JournalError) -> Result {
        let result: Swift.Result<Result, JournalError> = await withCheckedContinuation { continuation in
            pool.asyncRead { db in
                do {
                    continuation.resume(returning: .success(try body(db.get())))
                } catch let error as JournalError {
                    continuation.resume(returning: .failure(error))
                } catch {
                    continuation.resume(returning: .failure(Self.readingError(error)))
                }
            }
        }
        return try result.get()
    }

    /// At a start, before there is anyone to wait.
    func readNow<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        do {
            return try pool.read(body)
        } catch let error as JournalError {
            throw error
        } catch {
            throw Self.readingError(error)
        }
    }

    /// At a start, before there is anyone to wait.
    func writeNow<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        do {
            return try pool.write(body)
        } catch let error as JournalError {
            throw error
        } catch {
            throw Self.openingError(error, path: path)
        }
    }

    private static func readingError(_ error: any Error) -> JournalError {
        guard let error = error as? DatabaseError else {
            return JournalError(
                reason: .damaged, message: "An entry of the journal cannot be read: \(error).",
                hint: "Update to the newest version; if that does not help, restore the last backup.")
        }
        if error.resultCode == .SQLITE_MISUSE { return .stopped }
        return JournalError(
            reason: error.resultCode == .SQLITE_CORRUPT ? .damaged : .storage,
            message: "The data file cannot be read: \(error.message ?? "").",
            hint: "Look at the system log for errors of the disk; restore the last backup if it is damaged.")
    }

    /// Ends the use of the file; what it holds is then in the data file alone.
    func close() throws {
        defer { try? pool.close() }
        try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
    }
}

/// Why a write did not happen.
enum WriteError: Error, Sendable {
    case storage(StorageFailure)
    case refused(JournalError)

    /// To be made at once where the error is met, as long as the system's error number is of it.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as JournalError: .refused(error)
            case let error as DatabaseError where error.resultCode == .SQLITE_MISUSE: .refused(.stopped)
            default: .storage(StorageFailure(error))
            }
    }

    var journalError: JournalError {
        switch self {
        case .storage(let failure): failure.journalError
        case .refused(let error): error
        }
    }
}

extension JournalError {
    static let stopped = JournalError(
        reason: .stopped, message: "The journal is closed.", hint: "Start the daemon again.")
}

extension Database {
    /// How many pages this connection has written to the write-ahead log since it was opened.
    var pagesWritten: Int {
        guard let connection = unsafe sqliteConnection else { return 0 }
        var current: CInt = 0
        var highest: CInt = 0
        unsafe sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_WRITE, &current, &highest, 0)
        return Int(current)
    }
}
