package import Charging
package import Journal
package import Logging
package import ServiceLifecycle

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
        case end
    }

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
    /// There is nothing for this uplink up to here, although its cursor may be further back.
    private var searched: Int64 = 0

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
            try await cancelWhenGracefulShutdown { try await self.pump() }
        } catch is CancellationError {
            return
        }
    }

    package func status() async -> UplinkStatus {
        let backlog = try? await journal.backlog(of: name, kinds: uplink.kinds)
        let parked = try? await journal.parked(of: name)
        return UplinkStatus(
            name: name, state: state, waiting: backlog?.count ?? 0, oldest: backlog?.oldest,
            problem: board.current?.summary, remedy: board.current?.remedy, parked: parked?.count ?? 0,
            lastSuccess: lastSuccess)
    }

    private func pump() async throws {
        await countParked()
        while !Task.isCancelled {
            // Taken before looking, so that what is committed while we look rings it.
            let bell = journal.bell()
            switch await step() {
            case .look: continue
            case .end: return
            case .sleep(let span): try await clock.sleep(for: span)
            case .listen(let span):
                try await listen(to: bell, for: span)
                if uplink.pace.rest > .zero { try await clock.sleep(for: uplink.pace.rest) }
            }
        }
    }

    private func step() async -> Next {
        let entries: [Entry]
        do {
            entries = try await due()
        } catch {
            // The journal has raised its own condition.
            return .sleep(backOff.next())
        }
        guard let oldest = entries.first else {
            state = .idle
            return .listen(nil)
        }
        let age = age(of: oldest.stamp)
        guard entries.count >= uplink.pace.largestBatch || age >= uplink.pace.linger else {
            state = .gathering
            return .listen(uplink.pace.linger - age)
        }
        state = .sending
        do {
            return await commit(try await uplink.deliver(entries, scratch: JournalScratch(journal: journal, uplink: name)))
        } catch {
            return patience(error)
        }
    }

    private func due() async throws -> [Entry] {
        let last = await journal.lastSeq()
        let cursor = try await journal.cursor(of: name)
        let entries = try await journal.entries(
            after: max(cursor, searched), kinds: uplink.kinds, limit: uplink.pace.largestBatch)
        if entries.isEmpty { searched = max(searched, last) }
        return entries
    }

    private func commit(_ delivery: Delivery) async -> Next {
        do {
            try await journal.advance(
                name, to: delivery.through, outcomes: delivery.outcomes, scratch: delivery.scratch)
        } catch {
            // What was delivered is delivered again, and the other side recognises it.
            return .sleep(backOff.next())
        }
        backOff.reset()
        lastSuccess = wallClock.now.at
        board.show(delivery.remarks, .notice)
        await countParked()
        return .look
    }

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
        guard let parked = try? await journal.parked(of: name) else { return }
        board.show(parked: parked.count)
    }

    /// By the monotonic clock within one run of the box. Across runs the wall clock must do; what seems to come from the
    /// future has waited long enough.
    private func age(of stamp: Stamp) -> Duration {
        let now = wallClock.now
        if stamp.boot == now.boot { return .microseconds(max(0, now.monotonic - stamp.monotonic)) }
        return now.at < stamp.at ? uplink.pace.linger : now.at - stamp.at
    }

    private func listen(to bell: AsyncStream<Void>, for span: Duration?) async throws {
        try await withThrowingTaskGroup(of: Void.self) { [clock] group in
            group.addTask { for await _ in bell { return } }
            if let span { group.addTask { try await clock.sleep(for: span) } }
            try await group.next()
            group.cancelAll()
        }
    }
}
