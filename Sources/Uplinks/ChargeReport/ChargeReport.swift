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
        package var key: ApiKeySource
        package var rules: SealingRules

        package init(name: UplinkName, endpoint: ChargeReportEndpoint, key: ApiKeySource, rules: SealingRules) {
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
    private let client: ChargeReportClient
    private let wallClock: any WallClock
    private let jitter: Jitter
    private let logger: Logger
    private var stop: Stop?

    package init(
        configuration: Configuration, client: ChargeReportClient? = nil, pace: Pace = Pace(),
        wallClock: any WallClock, jitter: Jitter = .random, logger: Logger
    ) {
        name = configuration.name
        self.pace = pace
        self.configuration = configuration
        self.client = client ?? ChargeReportClient(endpoint: configuration.endpoint)
        self.wallClock = wallClock
        self.jitter = jitter
        self.logger = logger
    }

    package func deliver(_ entries: [Entry], scratch: any Scratch) async throws(DeliveryError) -> Delivery {
        var memory = try await recall(scratch)
        var remarks: [Trouble] = []
        var plan =
            unfinished(memory.plan, before: entries)
            ?? DeliveryPlan(entries, rules: configuration.rules, largestRequest: memory.largestRequest)
        while !plan.isDone {
            memory.plan = plan
            let key = try await admission(&memory, scratch)
            let seqs = plan.nextSeqs
            guard let body = plan.begin() else { break }
            memory.budget.spend(at: wallClock.now)
            memory.plan = plan
            try await save(memory, scratch)

            let reading = try await ask(body, key)
            let consequence = plan.take(reading, largestRequest: &memory.largestRequest)
            log(reading, seqs)
            memory.plan = plan
            if let remark = try await heed(consequence, &memory, key, scratch) { remarks.append(remark) }
        }
        memory.plan = nil
        return Delivery(
            through: plan.through, outcomes: plan.decisions.map(\.outcome), scratch: try encode(memory),
            remarks: remarks)
    }

    /// A plan that was begun is carried out to its end, whatever came into the journal behind it.
    private func unfinished(_ plan: DeliveryPlan?, before entries: [Entry]) -> DeliveryPlan? {
        guard let plan, plan.first == entries.first?.seq else { return nil }
        return plan
    }

    /// Whether a request may be sent now, and with which key.
    private func admission(_ memory: inout ChargeReportMemory, _ scratch: any Scratch) async throws(DeliveryError)
        -> ApiKey
    {
        let now = wallClock.now
        let key: ApiKey
        do {
            key = try configuration.key.read()
        } catch {
            throw DeliveryError(.needsPerson(lookAgainAfter: Self.keyGlance), .keyUnreadable(error.description))
        }
        if let stop, stop.key == key, now.monotonic - stop.at.monotonic < Self.probeInterval.microseconds {
            throw DeliveryError(.needsPerson(lookAgainAfter: Self.keyGlance), stop.trouble)
        }
        let wait = memory.budget.wait(at: now)
        guard wait == .zero else {
            if memory.budget.refresh(at: now) { try await save(memory, scratch) }
            throw DeliveryError(.wait(wait), .budget)
        }
        return key
    }

    private func ask(_ body: String, _ key: ApiKey) async throws(DeliveryError) -> ResponseReading {
        let outcome: ChargeReportClient.Outcome
        do {
            outcome = try await client.post(body, key: key)
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

    /// Carries out a consequence. What needs patience is remembered first and then thrown.
    private func heed(
        _ consequence: Consequence, _ memory: inout ChargeReportMemory, _ key: ApiKey, _ scratch: any Scratch
    ) async throws(DeliveryError) -> Trouble? {
        let now = wallClock.now
        if case .stop(let trouble) = consequence {
            stop = Stop(key: key, at: now, trouble: trouble)
        } else {
            stop = nil
        }
        switch consequence {
        case .goOn: return nil
        case .goOnSuspecting(let seqs):
            logger.warning(
                "Sessions were called duplicates although they had never been sent.",
                metadata: ["uplink": "\(name)", "seq": "\(seqs)"])
            return .unexpectedDuplicates(seqs.count)
        case .backOff(let trouble):
            try await save(memory, scratch)
            throw DeliveryError(.backOff, trouble)
        case .stop(let trouble):
            try await save(memory, scratch)
            throw DeliveryError(.needsPerson(lookAgainAfter: Self.keyGlance), trouble)
        case .pause(let atLeast):
            let span = max(untilNextHour(now.at) + jitter.within(.seconds(5), .seconds(60)), atLeast ?? .zero)
            memory.budget.pause(for: span, at: now)
            try await save(memory, scratch)
            throw DeliveryError(.wait(memory.budget.wait(at: now)), .tooMany)
        }
    }

    private func untilNextHour(_ now: Timestamp) -> Duration {
        let hour = Duration.hours(1).microseconds
        return .microseconds(hour - now.microseconds % hour)
    }

    private func recall(_ scratch: any Scratch) async throws(DeliveryError) -> ChargeReportMemory {
        let bytes: [UInt8]?
        do {
            bytes = try await scratch.load()
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
        guard let bytes else { return ChargeReportMemory(at: wallClock.now) }
        if let memory = ChargeReportMemory(bytes) { return memory }
        // Nothing is lost: the cursor still says where to begin, and the server knows duplicates. Only how many
        // requests were sent is forgotten, so none is for an hour.
        logger.warning("The uplink's memory could not be read and begins anew.", metadata: ["uplink": "\(name)"])
        var memory = ChargeReportMemory(at: wallClock.now)
        memory.budget.pause(for: RequestBudget.window, at: wallClock.now)
        try await save(memory, scratch)
        return memory
    }

    private func encode(_ memory: ChargeReportMemory) throws(DeliveryError) -> [UInt8] {
        do {
            return try memory.encoded()
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
    }

    private func save(_ memory: ChargeReportMemory, _ scratch: any Scratch) async throws(DeliveryError) {
        let bytes = try encode(memory)
        do {
            try await scratch.save(bytes)
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
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
