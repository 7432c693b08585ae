package import Charging
import Journal
package import Logging

/// Reports final sessions to ChargeReport, one API key and one request at a time.
///
/// The contract is the service's public API documentation. All that must survive a restart is in
/// `ChargeReportMemory`, which is saved before each request; this actor itself remembers only that it was turned away.
package actor ChargeReport: Uplink {
    package struct Configuration: Sendable {
        package var name: UplinkName
        package var endpoint: ChargeReportEndpoint
        package var key: SecretSource
        package var rules: SealingRules

        package init(name: UplinkName, endpoint: ChargeReportEndpoint, key: SecretSource, rules: SealingRules) {
            self.name = name
            self.endpoint = endpoint
            self.key = key
            self.rules = rules
        }
    }

    /// How often a stopped uplink looks whether it has a new key.
    package static let keyGlance: Duration = .seconds(10)
    /// How often it tries anyway.
    package static let probeInterval: Duration = .hours(1)

    /// The server turned us away, with this key and at that moment.
    private struct Stop {
        var key: ApiKey
        var at: Stamp
        var trouble: Trouble
    }

    package nonisolated let name: UplinkName
    package nonisolated let kinds: Set<FactKind> = [.sessionFinal]
    package nonisolated let pace: Pace

    private let configuration: Configuration
    private let poster: HTTPPoster
    private let wallClock: any WallClock
    private let jitter: Jitter
    private let logger: Logger
    private var stop: Stop?

    package init(
        configuration: Configuration, poster: HTTPPoster? = nil, pace: Pace = Pace(),
        wallClock: any WallClock, jitter: Jitter = .random, logger: Logger
    ) {
        name = configuration.name
        self.pace = pace
        self.configuration = configuration
        self.poster = poster ?? HTTPPoster(url: configuration.endpoint.url)
        self.wallClock = wallClock
        self.jitter = jitter
        self.logger = logger
    }

    package func deliver(_ entries: [Entry], scratch: any Scratch) async throws(DeliveryError) -> Delivery {
        var notebook = try await Notebook(scratch, at: wallClock.now, logger: logger)
        var plan =
            unfinished(notebook.memory.plan, before: entries)
            ?? DeliveryPlan(entries, rules: configuration.rules, largestRequest: notebook.memory.largestRequest)
        var remarks: [Trouble] = []
        while !plan.isDone {
            do {
                if let remark = try await exchange(&plan, &notebook) { remarks.append(remark) }
            } catch {
                // What follows is patience, so whatever was learnt is written down first.
                try await notebook.save(plan)
                throw error
            }
        }
        return Delivery(
            through: plan.through, outcomes: plan.decisions.map(\.outcome), scratch: try notebook.closed(),
            remarks: remarks)
    }

    /// One request, its answer, and what follows from it.
    private func exchange(
        _ plan: inout DeliveryPlan, _ notebook: inout Notebook
    ) async throws(DeliveryError) -> Trouble? {
        let key = try admission(&notebook.memory.budget)
        let seqs = plan.nextSeqs
        guard let body = plan.begin() else { return nil }
        notebook.memory.budget.spend(at: wallClock.now)
        try await notebook.save(plan)

        let reading = try await ask(body, key)
        log(reading, seqs)
        let consequence = plan.take(reading, largestRequest: &notebook.memory.largestRequest)
        return try heed(consequence, &notebook.memory.budget, key)
    }

    /// A plan that was begun is carried out to its end, whatever came into the journal behind it.
    private func unfinished(_ plan: DeliveryPlan?, before entries: [Entry]) -> DeliveryPlan? {
        guard let plan, plan.first == entries.first?.seq else { return nil }
        return plan
    }

    /// Whether a request may be sent now, and with which key.
    private func admission(_ budget: inout RequestBudget) throws(DeliveryError) -> ApiKey {
        let now = wallClock.now
        let key: ApiKey
        do {
            key = try configuration.key.read(as: { ApiKey($0) })
        } catch {
            throw DeliveryError(.needsPerson(lookAgainAfter: Self.keyGlance), .keyUnreadable(error.description))
        }
        if let stop, stop.key == key, now.monotonic - stop.at.monotonic < Self.probeInterval.microseconds {
            throw DeliveryError(.needsPerson(lookAgainAfter: Self.keyGlance), stop.trouble)
        }
        budget.refresh(at: now)
        let wait = budget.wait(at: now)
        guard wait == .zero else { throw DeliveryError(.wait(wait), .budget) }
        return key
    }

    private func ask(_ body: String, _ key: ApiKey) async throws(DeliveryError) -> ResponseReading {
        let outcome: HTTPPoster.Outcome
        do {
            outcome = try await poster.post(
                body, headers: [("Authorization", key.authorization)], redact: key.redact)
        } catch {
            throw DeliveryError(.stopped, .lost("the daemon is stopping"))
        }
        return switch outcome {
        case .answered(let answer): ResponseReading(answer, at: wallClock.now.at)
        case .unreached(let reason): .unreached(reason)
        case .distrusted(let reason): .distrusted(reason)
        case .lost(let reason): .lost(reason)
        }
    }

    /// Carries out a consequence; what needs patience is thrown.
    private func heed(
        _ consequence: Consequence, _ budget: inout RequestBudget, _ key: ApiKey
    ) throws(DeliveryError) -> Trouble? {
        let now = wallClock.now
        stop = nil
        switch consequence {
        case .goOn: return nil
        case .goOnSuspecting(let seqs):
            logger.warning(
                "Sessions were called duplicates although they had never been sent.",
                metadata: ["uplink": "\(name)", "seq": "\(seqs)"])
            return .unexpectedDuplicates(seqs.count)
        case .backOff(let trouble): throw DeliveryError(.backOff, trouble)
        case .stop(let trouble):
            stop = Stop(key: key, at: now, trouble: trouble)
            throw DeliveryError(.needsPerson(lookAgainAfter: Self.keyGlance), trouble)
        case .pause(let atLeast):
            let span = max(untilNextHour(now.at) + jitter.within(.seconds(5), .seconds(60)), atLeast ?? .zero)
            budget.pause(for: span, at: now)
            throw DeliveryError(.wait(budget.wait(at: now)), .tooMany)
        }
    }

    private func untilNextHour(_ now: Timestamp) -> Duration {
        let hour = Duration.hours(1).microseconds
        return .microseconds(hour - now.microseconds % hour)
    }

    private func log(_ reading: ResponseReading, _ seqs: [Int64]) {
        guard case .counted(let accepted, let duplicates) = reading else { return }
        logger.debug(
            "Sessions were reported.",
            metadata: [
                "uplink": "\(name)", "sessions": "\(seqs.count)", "accepted": "\(accepted)",
                "duplicates": "\(duplicates)",
            ])
    }
}

extension Decision {
    var outcome: DeliveryOutcome {
        switch verdict {
        case .accepted: DeliveryOutcome(seq: seq, verdict: .accepted)
        case .duplicate: DeliveryOutcome(seq: seq, verdict: .duplicate)
        case .withheld(let reason): DeliveryOutcome(seq: seq, verdict: .withheld(reason: reason))
        case .parked(let reason): DeliveryOutcome(seq: seq, verdict: .parked(reason: reason))
        }
    }
}
