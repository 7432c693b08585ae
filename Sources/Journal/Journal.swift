package import Charging
import GRDB
package import Logging
import ServiceLifecycle

/// The append-only record of the site, and the owner of its live state.
///
/// Events wait until the commit loop comes round; then all of them share one commit, and with it one wait for the
/// disk. Whoever sent an event has its answer after that commit, never before. A commit that fails takes everything
/// back: the entries, the projections and what the site remembered.
package actor Journal: Recorder, Service {
    let store: Store
    nonisolated let coder: BodyCoder
    nonisolated let wallClock: any WallClock
    nonisolated let chimes = Bell()
    private nonisolated let intake: Intake
    private nonisolated let storage: StorageCondition
    private nonisolated let shared: SharedCommit
    private let lock: DataFileLock
    let configuration: JournalConfiguration
    private let clock: any Clock<Duration>
    private let logger: Logger

    private(set) var tail: Tail
    /// As of `tail`.
    private(set) var latest: LatestEntries
    private var snapshots: SnapshotPlan
    /// The tails whose state is to be written down.
    nonisolated let dueSnapshots: AsyncStream<Tail>
    private nonisolated let snapshotOrders: AsyncStream<Tail>.Continuation
    private var pagesWritten = 0
    private var pagesCheckpointed = 0
    private var lastCommit: (at: Timestamp, duration: Duration, entries: Int)?

    /// Opens the data file, brings its tables up to date and recovers the site's state from it.
    package init(
        configuration: JournalConfiguration, rules: SiteRules, wallClock: any WallClock, health: Health, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) throws(JournalError) {
        lock = try DataFileLock(of: configuration.path)
        let coder = BodyCoder(vault: configuration.vault)
        let store = try Store(path: configuration.path, durability: configuration.durability, coder: coder)
        try store.writeNow { db in try Self.welcome(db, at: wallClock.now.at) }
        try store.writeNow { db in try VaultCheck.insist(on: coder, db) }
        let (recovered, extent) = try store.readNow { db in try Tail.recover(rules, from: db, coder) }
        snapshots = SnapshotPlan(
            extent: extent, least: configuration.entriesPerSnapshot, bytesPerEntry: configuration.snapshotBytesPerEntry)
        if snapshots.isDue(after: recovered.seq) {
            // The snapshot was of no use; the next start shall not have to fold all this again.
            let (site, seq, piece) = (recovered.site, recovered.seq, configuration.snapshotPiece)
            let written = try store.writeNow { db in
                try SnapshotRows(db: db).write(site, after: seq, pieceOf: piece, coder)
            }
            snapshots.begin(after: seq)
            snapshots.end(written)
        } else {
            // A crash may have left the beginning of one.
            _ = try store.writeNow { db in try SnapshotRows(db: db).sweep() }
        }
        (dueSnapshots, snapshotOrders) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        tail = recovered
        latest = LatestEntries(after: recovered.seq)
        self.store = store
        shared = SharedCommit(store: store)
        self.coder = coder
        self.configuration = configuration
        self.wallClock = wallClock
        self.clock = clock
        self.logger = logger
        intake = Intake(limit: configuration.waitingLimit)
        storage = StorageCondition(health: health, logger: logger)
    }

    package nonisolated func record(_ event: Event) async throws(RecordingError) -> Answer {
        try await withCheckedContinuation { intake.add(event, reply: $0) }.get()
    }

    /// Commits what comes in until the daemon stops; what waits then is still committed, and the file closed.
    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withTaskGroup { tasks in
                tasks.addTask { await self.probeWhileFailing() }
                tasks.addTask(priority: .background) { await self.writeSnapshots() }
                await commitUntilClosed()
                tasks.cancelAll()
            }
        } onCancelOrGracefulShutdown: {
            self.intake.close()
        }
        await end()
    }

    /// The state of the site after the last commit.
    package func site() -> Site { tail.site }

    /// The sequence number of the last entry; 0 in a new journal.
    package func lastSeq() -> Int64 { tail.seq }

    /// Rings after each commit of new entries. Every caller has its own stream.
    package nonisolated func bell() -> AsyncStream<Void> { chimes.listen() }

    /// Rings after each commit with entries about one of these subjects.
    package nonisolated func bell(of subjects: Set<Subject>) -> AsyncStream<Void> { chimes.listen(for: subjects) }

    /// Returns once the commit loop has come round and the writing connection has answered: proof that the journal
    /// works, for the watchdog. A failing disk does not keep it from returning, because a restart would not mend it.
    package nonisolated func probe() async { await intake.probe() }

    package func statistics() -> JournalStatistics {
        JournalStatistics(
            entries: tail.seq, fileBytes: JournalStatistics.size(of: store.path),
            logBytes: JournalStatistics.size(of: store.path + "-wal"), writtenBytes: Int64(pagesWritten) * 4096,
            waiting: intake.count, lastCommit: lastCommit?.at, lastCommitDuration: lastCommit?.duration,
            lastCommitEntries: lastCommit?.entries ?? 0)
    }
}

// MARK: - The commit loop

extension Journal {
    private func commitUntilClosed() async {
        while true {
            let batch = await intake.next(limit: configuration.batchLimit)
            if batch.isEmpty { return }
            let results = await commit(batch.events)
            for (reply, result) in zip(batch.replies, results) { reply.resume(returning: result) }
            for probe in batch.probes { probe.resume() }
            await checkpointIfDue()
        }
    }

    private func commit(_ events: [Event]) async -> [Result<Answer, RecordingError>] {
        let group = GroupCommit(
            events: events, stamp: wallClock.now, coder: coder)
        let before = tail
        let began = ContinuousClock.now
        do {
            let outcome = try await store.onWriter { db in try group.run(after: before, in: db) }
            tail = outcome.tail
            pagesWritten = outcome.pagesWritten
            if tail.seq > before.seq {
                lastCommit = (group.stamp.at, ContinuousClock.now - began, Int(tail.seq - before.seq))
                storage.succeeded()
                latest.add(outcome.latest)
                chimes.ring(about: outcome.latest.keys)
                orderSnapshotIfDue()
            }
            for case .failure(let refusal) in outcome.answers {
                logger.error("An event was refused.", metadata: ["reason": "\(refusal)"])
            }
            return outcome.answers
        } catch {
            return events.map { _ in .failure(refuse(error)) }
        }
    }

    private func orderSnapshotIfDue() {
        guard snapshots.isDue(after: tail.seq) else { return }
        snapshots.begin(after: tail.seq)
        snapshotOrders.yield(tail)
    }

    var isWritingSnapshot: Bool { snapshots.isUnderWay }

    func snapshotEnded(_ written: SnapshotRows.Extent?) { snapshots.end(written) }

    private func refuse(_ error: WriteError) -> RecordingError {
        switch error {
        case .storage(let failure):
            storage.failed(failure)
            return .storage(failure.summary)
        case .refused(let error): return .storage(error.message)
        }
    }

    /// After the answers are out, so that nobody waits for it. SQLite's own checkpoints are off: they would run inside
    /// a commit.
    private func checkpointIfDue() async {
        guard pagesWritten - pagesCheckpointed >= configuration.pagesPerCheckpoint else { return }
        pagesCheckpointed = pagesWritten
        do {
            try await store.onWriter { db in _ = try db.checkpoint() }
        } catch {
            logger.warning("The write-ahead log was not copied.", metadata: ["reason": "\(error.journalError.message)"])
        }
        storage.logHasGrown(to: JournalStatistics.size(of: store.path + "-wal"))
    }

    /// While the disk fails, a small write every few seconds finds out when it is well again, even without traffic.
    private func probeWhileFailing() async {
        for await _ in storage.alarms {
            while storage.isRaised {
                guard (try? await clock.sleep(for: .seconds(5))) != nil else { return }
                let moment = wallClock.now.at.microseconds
                try? await write { db in
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO property(name, value) VALUES ('probe', ?)", arguments: [moment])
                }
            }
        }
    }

    private func end() async {
        do {
            let (tail, piece, coder) = (self.tail, configuration.snapshotPiece, self.coder)
            if snapshots.extent.seq < tail.seq {
                let written = try await store.write { db in
                    try SnapshotRows(db: db).write(tail.site, after: tail.seq, pieceOf: piece, coder)
                }
                snapshots.end(written)
            }
            try store.close()
        } catch {
            logger.warning("The journal did not end tidily.", metadata: ["reason": "\(error)"])
        }
        chimes.mute()
    }
}

// MARK: - For the parts of the journal

extension Journal {
    /// Writes outside the commit loop, in one transaction with whoever else does so at that time. Uplinks may write for
    /// an hour without an event, so they copy the log, too.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(JournalError) -> Result {
        do {
            let (result, pages) = try await shared.write { db in (try body(db), db.pagesWritten) }
            storage.succeeded()
            pagesWritten = max(pagesWritten, pages)
            await checkpointIfDue()
            return result
        } catch {
            if case .storage(let failure) = error { storage.failed(failure) }
            throw error.journalError
        }
    }

    /// A new journal's transaction ids begin with the minutes since 2020, so that a box that replaces another one does
    /// not use ids that its stations or clouds have seen already.
    private static func welcome(_ db: Database, at moment: Timestamp) throws {
        let minutes = (moment.seconds - 1_577_836_800) / 60
        try db.execute(
            sql: "INSERT OR IGNORE INTO property(name, value) VALUES ('first_transaction', ?)",
            arguments: [max(1, min(minutes, Int64(Int32.max) / 2))])
    }
}
