package import Charging
import Journal
import Logging
import OCPP

// What whoever answers the CSMS's calls asks of the lane.
extension Lane: TransactionMap {
    /// What the CSMS says of a tag; `nil` where it cannot be asked.
    package func authorize(_ tag: String) async -> TagAnswer? {
        guard let online = await link.online, let language = languages[online.dialect] else { return nil }
        let call = language.authorize(tag)
        let action = type(of: call).action
        guard configuration.preset.takes(action), !memory.leftOut.contains(action) else { return nil }
        do throws(CallFailure) {
            let payload = try await link.call(call)
            return try? language.authorizeAnswer(payload)
        } catch {
            if case .refused(let refusal) = error, refusal.meansUnknown { memory.leftOut.insert(action) }
            return nil
        }
    }

    /// Our transaction that the CSMS calls so.
    package func transaction(theirs name: String) async -> TransactionID? {
        await remember()
        return memory.transaction(theirs: name)?.id
    }

    /// How the CSMS calls a transaction of ours; `nil` where it does not know it yet.
    package func theirs(of id: TransactionID) async -> String? {
        await remember()
        return memory[id]?.theirs
    }

    /// A CSMS may ask before there was anything to tell it in this run of the daemon.
    private func remember() async { try? await load(JournalScratch(journal: journal, uplink: self.name)) }

    /// The CSMS asked for a start; the transaction that comes of it carries the number.
    package func expect(remoteStart number: Int, tag: String, evse: Int?) { expected.add(number, evse: evse) }

    /// The station refused the start.
    package func forget(remoteStart number: Int) { expected.remove(number) }

    /// Something about that transaction waits for this CSMS, or about any; `false` where the record cannot be read.
    package func hasQueued(theirs name: String?) async -> Bool {
        await remember()
        let kinds: Set<FactKind> = [.transactionStarted, .transactionEnded, .sessionFinal]
        guard let name else {
            let backlog = try? await journal.backlog(
                of: self.name, kinds: kinds, subjects: subjects, after: memory.doneThrough)
            return backlog.map { $0.count > 0 } ?? false
        }
        guard let told = memory.transaction(theirs: name), told.phase != .ended else { return false }
        guard told.held.isEmpty else { return true }
        // Its end, if that is recorded.
        var (through, goesOn) = (memory.doneThrough, true)
        while goesOn {
            guard
                let page = try? await journal.entries(after: through, kinds: kinds, subjects: subjects, limit: 100)
            else { return false }
            if page.entries.contains(where: { $0.fact.transaction == told.id }) { return true }
            (through, goesOn) = (page.scannedThrough, page.hasMore)
        }
        return false
    }

    /// The CSMS said something about the tag of a transaction that has begun.
    func hear(_ verdict: TagAnswer, of tag: String, about message: OutgoingMessage) async {
        guard configuration.controls else { return }
        await control.learn(tag, verdict)
        guard verdict.status != .accepted, configuration.lateRefusal == .stop, case .start = message.purpose,
            let id = message.transaction,
            await control.site().stations[configuration.station]?.draft(of: id)?.isRunning == true
        else { return }
        logger.notice("The CSMS refuses the tag of a running transaction, which is stopped.")
        do throws(CommandError) {
            _ = try await control.perform(
                .requestStop(id), on: configuration.station, origin: configuration.uplink.rawValue)
        } catch {
            logger.warning("The transaction could not be stopped.", metadata: ["reason": "\(error)"])
        }
    }
}

/// Remote starts of the CSMS whose transactions have not begun yet; the number goes into the start (2.0.1).
struct ExpectedStarts {
    private var waiting: [(number: Int, evse: Int?)] = []
    private static let most = 16

    mutating func add(_ number: Int, evse: Int?) {
        if waiting.count == Self.most { waiting.removeFirst() }
        waiting.append((number, evse))
    }

    mutating func remove(_ number: Int) { waiting.removeAll { $0.number == number } }

    mutating func take(evse: Int) -> Int? {
        guard let index = waiting.firstIndex(where: { $0.evse == nil || $0.evse == evse }) else { return nil }
        return waiting.remove(at: index).number
    }
}

extension Fact {
    /// Whose beginning or end it tells.
    fileprivate var transaction: TransactionID? {
        switch self {
        case .transactionStarted(let started): started.id
        case .transactionEnded(let ended): ended.id
        case .sessionFinal(let session): session.transaction
        default: nil
        }
    }
}
