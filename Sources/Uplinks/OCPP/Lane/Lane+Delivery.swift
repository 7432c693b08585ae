package import Charging
import Journal
import OCPP

// How entries go out, one message after the other.
extension Lane {
    /// One call of `deliver`.
    struct Run {
        let language: any Language
        let online: Online
        let keeper: MemoryKeeper
        var through: Int64?
        var outcomes: [DeliveryOutcome] = []
        /// Transactions whose start the CSMS may have twice.
        var repeated: [TransactionID] = []
        /// Entries told since the state of the connectors was looked at.
        var sinceGlance = 0
    }

    /// How much backlog goes between two looks at the state of the connectors.
    private static let glance = 16

    func deliver(_ entries: [Entry], _ run: inout Run) async throws(DeliveryError) {
        try await tellHeld(&run)
        try await prepare(entries)
        for entry in entries {
            let isRetry = memory.parked.contains(entry.seq)
            if entry.seq > memory.doneThrough || isRetry { try await tell(entry, isRetry: isRetry, &run) }
            run.through = entry.seq
            memory.doneThrough = max(memory.doneThrough, entry.seq)
            // What waits for a person is written down at once.
            if run.outcomes.last?.isParked == true { return }
        }
    }

    private func prepare(_ entries: [Entry]) async throws(DeliveryError) {
        do {
            try await sessions.prepare(entries, memory)
        } catch {
            throw DeliveryError(.backOff, .unread(error.message))
        }
    }

    func isLate(_ entry: Entry, _ run: Run) -> Bool { entry.seq <= run.online.statusThrough }

    private func tell(_ entry: Entry, isRetry: Bool, _ run: inout Run) async throws(DeliveryError) {
        let isOld = isOld(entry)
        if isOld, run.online.dialect == .ocpp16 || memory.open.isEmpty { return }
        if case .status(let status) = entry.fact, !isOld { shown.note(status) }
        try await showStatuses(&run)
        let session = try await session(for: entry)
        useUpNumber(of: session?.session.transaction, before: entry.seq)
        if let id = session?.session.transaction, memory[id]?.phase == .parked {
            guard isRetry else { return hold(entry, of: id, &run) }
            memory[id]?.phase = .starting
        }
        let outcome = try await tell(entry, session, withoutState: isOld, &run)
        if isRetry { memory.parked.remove(entry.seq) }
        guard let outcome else { return }
        if outcome.isParked { park(entry, session?.session.transaction) }
        run.outcomes.append(outcome)
    }

    /// Of a state that is told already, what it meant for a transaction is still to be told: the CSMS may have heard that
    /// event, and its number is that of no other.
    private func isOld(_ entry: Entry) -> Bool {
        if case .status(let status) = entry.fact { shown.isOld(status, entry.seq) } else { false }
    }

    /// Tells an entry to its end. `nil` where there is nothing to be written down about it.
    private func tell(
        _ entry: Entry, _ session: KnownSession?, withoutState: Bool, _ run: inout Run
    ) async throws(DeliveryError) -> DeliveryOutcome? {
        // A start that was taken is followed by what had to wait for its id.
        for _ in 0..<4 {
            switch run.language.rendering(
                of: entry, session: session, isLate: isLate(entry, run), memory: memory, preset: configuration.preset)
            {
            case .nothing: return nil
            case .mismatch(let reason): return DeliveryOutcome(seq: entry.seq, verdict: .parked(reason: reason))
            case .unsettled: throw DeliveryError(.listen(atMost: .seconds(5)), .unsettled)
            case .messages(let all):
                let messages = withoutState ? all.filter { $0.purpose != .other } : all
                if messages.isEmpty { return nil }
                // The start is told with the number of the remote start that led to it.
                if expectsRemoteStart(messages.first) { continue }
                switch try await send(messages, of: entry, session, &run) {
                case .done(let isBilled):
                    return isBilled ? DeliveryOutcome(seq: entry.seq, verdict: .accepted) : nil
                case .began: continue
                case .refused(let reason): return DeliveryOutcome(seq: entry.seq, verdict: .parked(reason: reason))
                case .leftOut(let reason): return DeliveryOutcome(seq: entry.seq, verdict: .withheld(reason: reason))
                }
            }
        }
        return nil
    }

    private func expectsRemoteStart(_ message: OutgoingMessage?) -> Bool {
        guard case .start(var transaction)? = message?.purpose, memory[transaction.id] == nil,
            transaction.remoteStart == nil, let number = expected.take(evse: transaction.evse)
        else { return false }
        transaction.remoteStart = number
        memory[transaction.id] = transaction
        return true
    }

    private enum Sent {
        /// Everything was taken; some of it is what bills are made from.
        case done(isBilled: Bool)
        /// The start was taken, and there may be more to tell now.
        case began
        case refused(String)
        case leftOut(String)
    }

    private func send(
        _ messages: [OutgoingMessage], of entry: Entry, _ session: KnownSession?, _ run: inout Run
    ) async throws(DeliveryError) -> Sent {
        var isBilled = false
        for message in messages {
            let isLasting = isLate(entry, run) && session?.isSettled == true
            if case .start(let transaction) = message.purpose {
                try await introduce(transaction.evse, run)
                if let reason = try await announce(transaction, at: entry.seq, isLasting, run) {
                    return .refused(reason)
                }
            } else {
                try await announce(message, at: entry.seq, isLasting, run)
            }
            if let reason = try await send(message, of: entry, &run) {
                let isLeftOut = message.purpose == .other || memory.leftOut.contains(message.action)
                return isLeftOut ? .leftOut(reason) : .refused(reason)
            }
            switch message.purpose {
            case .start(let transaction):
                // A transaction that we name ourselves is known again.
                if run.language.dialect == .ocpp16, memory[transaction.id]?.isAmbiguous == true {
                    run.repeated.append(transaction.id)
                }
                return .began
            case .stop: isBilled = true
            case .progress, .other: break
            }
        }
        return .done(isBilled: isBilled)
    }

    /// What the record knows of the entry's transaction.
    private func session(for entry: Entry) async throws(DeliveryError) -> KnownSession? {
        do {
            return try await sessions.session(for: entry, memory)
        } catch {
            throw DeliveryError(.backOff, .unread(error.message))
        }
    }

    /// A CSMS may have no place for a transaction on a connector that it never heard of.
    private func introduce(_ evse: Int, _ run: Run) async throws(DeliveryError) {
        guard !shown.knows(evse) else { return }
        let known = await control.site().stations[configuration.station]?.evses[evse]?.status
        let status = known ?? ConnectorStatus(evse: evse, state: .charging)
        shown.note(status)
        try await show(status, run)
    }

    private func show(_ status: ConnectorStatus, _ run: Run) async throws(DeliveryError) {
        let message = OutgoingMessage(.other, run.language.status(status, at: status.timestamp ?? wallClock.now.at))
        guard configuration.preset.takes(message.action), !memory.leftOut.contains(message.action) else { return }
        _ = try await exchange(message)
    }

    /// Between what waited long, the connectors' state as it is now: a driver and his app must not wait for a backlog.
    private func showStatuses(_ run: inout Run) async throws(DeliveryError) {
        run.sinceGlance += 1
        guard run.sinceGlance >= Self.glance else { return }
        run.sinceGlance = 0
        let (through, site) = (await journal.lastSeq(), await control.site())
        for status in shown.changed(site.stations[configuration.station], through: through) {
            try await show(status, run)
        }
    }
}

// What a refused start leaves behind.
extension Lane {
    /// A person does not want to wait for the entry that is told again and again.
    package func park(
        _ entry: Entry, because reason: String, scratch: any Scratch
    ) async throws(DeliveryError) -> Delivery? {
        try await load(scratch)
        let session = try await session(for: entry)
        forget()
        park(entry, session?.session.transaction)
        memory.doneThrough = max(memory.doneThrough, entry.seq)
        let outcome = DeliveryOutcome(seq: entry.seq, verdict: .parked(reason: "Parked by a person. \(reason)"))
        return Delivery(through: entry.seq, outcomes: [outcome], scratch: try encodedMemory())
    }

    private func park(_ entry: Entry, _ id: TransactionID?) {
        memory.parked.insert(entry.seq)
        guard let id, let phase = memory[id]?.phase, phase == .starting else { return }
        memory[id]?.phase = .parked
        memory[id]?.parkedAt = entry.seq
    }

    private func hold(_ entry: Entry, of id: TransactionID, _ run: inout Run) {
        memory[id]?.hold(entry.seq)
        let reason = "It waits for the start of its transaction (\(memory[id]?.parkedAt ?? 0)), which was refused."
        run.outcomes.append(DeliveryOutcome(seq: entry.seq, verdict: .withheld(reason: reason)))
    }

    /// Tells what waited for a start that was refused at first and is taken now.
    private func tellHeld(_ run: inout Run) async throws(DeliveryError) {
        for transaction in memory.open where !transaction.held.isEmpty {
            for seq in transaction.held {
                if let entry = try await entry(seq) { try await tell(entry, isRetry: false, &run) }
                memory[transaction.id]?.held.removeAll { $0 == seq }
            }
        }
    }

    private func entry(_ seq: Int64) async throws(DeliveryError) -> Entry? {
        do {
            return try await journal.entry(seq)
        } catch {
            throw DeliveryError(.backOff, .unread(error.message))
        }
    }
}
