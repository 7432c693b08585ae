import GRDB
import Synchronization

/// Lets small writes of many share one commit, and with it one wait for the disk.
///
/// Who comes while the writing connection is busy waits, and goes with everyone else who does. Each write has a
/// savepoint of its own, so that one which is refused takes nothing of its neighbours back.
final class SharedCommit: Sendable {
    private typealias Reply = @Sendable () -> Void

    private struct Job: Sendable {
        /// Does the work and returns how to tell that it is done.
        var attempt: @Sendable (Database) throws -> Reply
        var refuse: @Sendable (WriteError) -> Void
    }

    private let store: Store
    private let afterwards: @Sendable (Database) -> Void
    private let waiting = Mutex<[Job]>([])

    /// - Parameter afterwards: is done on the writing connection when everybody has the answer.
    init(store: Store, afterwards: @escaping @Sendable (Database) -> Void = { _ in }) {
        self.store = store
        self.afterwards = afterwards
    }

    /// How many wait.
    var count: Int { waiting.withLock { $0.count } }

    /// On disk when it returns.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(WriteError) -> Result {
        let result: Swift.Result<Result, WriteError> = await withCheckedContinuation { continuation in
            let job = Job(
                attempt: { db in
                    let result = try body(db)
                    return { continuation.resume(returning: .success(result)) }
                },
                refuse: { continuation.resume(returning: .failure($0)) })
            let isFirst = waiting.withLock { waiting in
                waiting.append(job)
                return waiting.count == 1
            }
            if isFirst { store.enqueue { db in self.commitWhatWaits(in: db) } }
        }
        return try result.get()
    }

    private func commitWhatWaits(in db: Database) {
        let jobs = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        do {
            var replies: [Reply] = []
            try db.inTransaction(.immediate) {
                for job in jobs { replies.append(try Self.attempt(job, in: db)) }
                return .commit
            }
            for reply in replies { reply() }
            afterwards(db)
        } catch {
            let error = WriteError(error)
            for job in jobs { job.refuse(error) }
        }
    }

    /// Throws only what concerns all: a disk that does not take the writes.
    private static func attempt(_ job: Job, in db: Database) throws -> Reply {
        do {
            var reply: Reply?
            try db.inSavepoint {
                reply = try job.attempt(db)
                return .commit
            }
            return reply!
        } catch let error as DatabaseError where error.resultCode != .SQLITE_CONSTRAINT {
            throw error
        } catch {
            let error = WriteError(error)
            return { job.refuse(error) }
        }
    }
}
