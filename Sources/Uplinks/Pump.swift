package import Charging
package import Journal
package import Logging
import ServiceLifecycle

/// Keeps one uplink supplied: looks at the journal when it rings, delivers what is due, commits what came of it, and
/// is patient when it does not work.
package actor Pump: Service {
    private enum Next {
        /// Look again at once.
        case look
        /// Look again when the journal rings, or after this long.
        case listen(Duration?)
        /// The journal may ring in vain.
        case sleep(Duration)
        /// Nothing can be delivered until the obstacle is gone.
        case stall
        case end
    }

    /// How often it is looked at what is said of an obstacle.
    private static let glance = Duration.seconds(10)

    package nonisolated let name: UplinkName
    private let uplink: any Uplink
    private let journal: Journal
    private let clock: any Clock<Duration>
    private let wallClock: any WallClock
    private let logger: Logger
    private var board: TroubleBoard
    private var backOff: BackOff
    private var state = UplinkStatus.State.idle
    private var lastSuccess: Timestamp?
    /// It stands before an obstacle, and says so.
    private var isStalled = false
    /// As the journal has it, which nobody else moves; `nil` until it was read.
    private var cursor: Int64?
    private var search = Search()
    /// What comes after the batch that was delivered last, read while that was on its way.
    private var ahead: EntryPage?
    private var impasse = Impasse()
    private var counted: Backlog?
    private var parked = 0

    package init(
        uplink: any Uplink, journal: Journal, clock: any Clock<Duration>, wallClock: any WallClock, health: Health,
        jitter: Jitter = .random, logger: Logger
    ) {
        name = uplink.name
        self.uplink = uplink
        self.journal = journal
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
        board = TroubleBoard(uplink: uplink.name, health: health)
        backOff = BackOff(jitter: jitter)
    }

    /// Ends at graceful shutdown, in the middle of a request if need be: an uplink can bear that at any moment.
    package func run() async throws {
        do {
            try await withTaskExecutorPreference(uplink.executor) {
                try await cancelWhenGracefulShutdown { try await self.pump() }
            }
        } catch is CancellationError {
            return
        }
    }

    package func status() async -> UplinkStatus {
        counted = try? await journal.backlog(
            of: name, kinds: uplink.kinds, subjects: uplink.subjects, after: search.position, continuing: counted)
        await countParked()
        let obstacle = await uplink.obstacle()
        let trouble = obstacle?.trouble ?? board.current
        return UplinkStatus(
            name: name, state: obstacle.map { UplinkStatus.State($0) } ?? state, waiting: counted?.count ?? 0,
            oldest: counted?.oldest, problem: trouble?.summary, remedy: trouble?.remedy, parked: parked,
            lastSuccess: lastSuccess)
    }

    /// Parks what the uplink is stuck at, at its next step, which is now. `nil` where it is stuck at nothing.
    package func park() -> Int64? {
        impasse.giveUp()
    }

    /// A rest that ends when a person decides something.
    private func rest(for span: Duration) async throws {
        let (stream, nudge) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        impasse.nudge = nudge
        _ = try await stream.rings(within: span, of: clock)
    }

    private func pump() async throws {
        if !uplink.beginsWithHistory { await introduce() }
        await countParked()
        while !Task.isCancelled {
            // Taken before looking, so that what is committed while we look rings it.
            let bell = uplink.subjects.map { journal.bell(of: $0) } ?? journal.bell()
            switch await step() {
            case .look: continue
            case .end: return
            case .sleep(let span): try await rest(for: span)
            case .stall: try await stall()
            case .listen(let span):
                guard try await bell.rings(within: span, of: clock) else { return }
                if uplink.pace.rest > .zero { try await clock.sleep(for: uplink.pace.rest) }
            }
        }
    }

    /// What is not known yet begins at the journal's end. Where that cannot be written, it is tried until it can.
    private func introduce() async {
        while !Task.isCancelled {
            do {
                return try await journal.introduce(name)
            } catch {
                try? await clock.sleep(for: backOff.next())
            }
        }
    }

    private func step() async -> Next {
        if let obstacle = await uplink.obstacle() { return stop(at: obstacle) }
        if isStalled { goOn() }
        do {
            let cursor = try await position()
            let page = try await page(after: max(cursor, search.position))
            let entries = page.entries
            search.position = entries.first.map { $0.seq - 1 } ?? page.scannedThrough
            guard let age = entries.first.map({ age(of: $0.stamp) }) else {
                try await keepPosition(since: cursor)
                if page.hasMore { return .look }
                return try await retry() ?? idle(.idle, listeningFor: uplink.subjects.map { _ in Search.interval })
            }
            guard isFull(entries) || age >= uplink.pace.linger else {
                return try await retry() ?? idle(.gathering, listeningFor: uplink.pace.linger - age)
            }
            return try await deliver(entries, cursor: nil)
        } catch let error as DeliveryError {
            impasse.isStuck = true
            return patience(error)
        } catch {
            // The journal has raised its own condition. What was delivered before a commit that failed is delivered
            // again, and the other side recognises it.
            return .sleep(backOff.next())
        }
    }

    private func position() async throws -> Int64 {
        if let cursor { return cursor }
        let known = try await journal.cursor(of: name)
        cursor = known
        return known
    }

    private func page(after seq: Int64) async throws -> EntryPage {
        defer { ahead = nil }
        if let ahead, ahead.entries.first.map({ $0.seq > seq }) == true { return ahead }
        return try await read(after: seq)
    }

    private func read(after seq: Int64) async throws -> EntryPage {
        try await journal.entries(
            after: seq, kinds: uplink.kinds, subjects: uplink.subjects, limit: uplink.pace.largestBatch)
    }

    /// Only a full page is worth keeping: to another, something may have been added before the next look.
    private func page(behind entries: [Entry]) async -> EntryPage? {
        guard isFull(entries), let last = entries.last, let page = try? await read(after: last.seq) else { return nil }
        return isFull(page.entries) ? page : nil
    }

    /// What was searched in vain is not searched again after a restart, or at least not much of it.
    private func keepPosition(since cursor: Int64) async throws {
        guard search.isWorthKeeping(since: cursor, now: wallClock.now) else { return }
        try await journal.pass(name, through: search.position)
        self.cursor = search.position
    }

    /// What a person wants to be tried again goes at once, as soon as nothing older is due.
    private func retry() async throws -> Next? {
        let entries = try await journal.retries(of: name, limit: uplink.pace.largestBatch)
        guard !entries.isEmpty else { return nil }
        return try await deliver(entries, cursor: try await position())
    }

    /// Whoever is in the way says so in the log himself.
    private func stop(at obstacle: Obstacle) -> Next {
        isStalled = true
        board.show([obstacle.trouble], obstacle.needsPerson ? .warning : .notice)
        return .stall
    }

    private func goOn() {
        isStalled = false
        board.show([], .notice)
    }

    /// What there is to say about the obstacle may change meanwhile, so it is looked at now and then.
    private func stall() async throws {
        await withTaskGroup { [clock, uplink] group in
            group.addTask { await uplink.waitUntilClear() }
            group.addTask { try? await clock.sleep(for: Self.glance) }
            await group.next()
            group.cancelAll()
        }
    }

    private func idle(_ state: UplinkStatus.State, listeningFor span: Duration?) -> Next {
        self.state = state
        return .listen(span)
    }

    /// - Parameter cursor: where the cursor stays, for entries that it has passed already.
    private func deliver(_ entries: [Entry], cursor: Int64?) async throws -> Next {
        state = .sending
        async let following = cursor == nil ? page(behind: entries) : nil
        let scratch = JournalScratch(journal: journal, uplink: name)
        let delivery: Delivery
        impasse.attempted = entries.first?.seq
        if let entry = entries.first, impasse.isGivenUp,
            let parked = try await uplink.park(entry, because: board.current?.summary ?? "", scratch: scratch)
        {
            delivery = parked
        } else {
            delivery = try await uplink.deliver(entries, scratch: scratch)
        }
        impasse = Impasse()
        let through = cursor ?? delivery.through
        try await journal.advance(name, to: through, outcomes: delivery.outcomes, scratch: delivery.scratch)
        self.cursor = through
        if through == entries.last?.seq { ahead = await following }
        backOff.reset()
        lastSuccess = wallClock.now.at
        board.show(delivery.remarks, .notice)
        if parked > 0 || delivery.outcomes.contains(where: \.isParked) { await countParked() }
        return .look
    }

    private func isFull(_ entries: [Entry]) -> Bool { entries.count >= uplink.pace.largestBatch }

    private func patience(_ error: DeliveryError) -> Next {
        let isNew = board.current != error.trouble
        let span: Duration
        switch error.course {
        case .stopped: return .end
        case .backOff:
            span = backOff.next()
            state = .waiting(until: wallClock.now.at + span)
            board.show([error.trouble], .notice)
        case .wait(let wanted):
            span = wanted
            state = .waiting(until: wallClock.now.at + span)
            board.show([error.trouble], .notice)
        case .listen(let span): return idle(.gathering, listeningFor: span)
        case .needsPerson(let interval):
            span = interval
            state = .needsPerson
            board.show([error.trouble], .warning)
        }
        if isNew { log(error) }
        return .sleep(span)
    }

    private func log(_ error: DeliveryError) {
        let metadata: Logger.Metadata = ["uplink": "\(name)", "reason": "\(error.trouble.summary)"]
        if case .needsPerson = error.course {
            logger.error("The uplink needs a person.", metadata: metadata)
        } else {
            logger.warning("The uplink waits.", metadata: metadata)
        }
    }

    private func countParked() async {
        guard let count = try? await journal.parkedCount(of: name) else { return }
        parked = count
        board.show(parked: count)
    }

    /// By the monotonic clock within one run of the box. Across runs the wall clock must do; what seems to come from the
    /// future has waited long enough.
    private func age(of stamp: Stamp) -> Duration {
        let now = wallClock.now
        if stamp.boot == now.boot { return .microseconds(max(0, now.monotonic - stamp.monotonic)) }
        return now.at < stamp.at ? uplink.pace.linger : now.at - stamp.at
    }
}
