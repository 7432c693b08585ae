import Charging

// A backlog is planned, so that a fast CSMS does not wait for the disk before every start.
extension Lane {
    /// What is fewer goes one by one: then nothing is remembered as perhaps sent that was not.
    private static let fewest = 12

    /// Writes down at once how the starts among these entries will be told, so that a retry after a crash says the
    /// same. Every one of them counts as perhaps sent from then on, for after a crash nobody knows how far it went.
    func plan(_ entries: [Entry], _ run: Run) async throws(DeliveryError) {
        guard entries.count >= Self.fewest, configuration.preset.ambiguousStart == .resend else { return }
        var isChanged = false
        for entry in entries where entry.seq > memory.doneThrough {
            guard case .transactionStarted(let started) = entry.fact, memory[started.id] == nil,
                let session = try await session(for: entry),
                case .messages(let messages) = run.language.rendering(
                    of: entry, session: session, isLate: isLate(entry, run), memory: memory,
                    preset: configuration.preset),
                case .start(var transaction)? = messages.first?.purpose
            else { continue }
            transaction.mayHaveArrived = true
            memory[started.id] = transaction
            unsent.insert(started.id)
            isChanged = true
        }
        guard isChanged else { return }
        do {
            try await run.keeper.save(memory)
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
    }

    func isLate(_ entry: Entry, _ run: Run) -> Bool { entry.seq <= run.online.statusThrough }
}
