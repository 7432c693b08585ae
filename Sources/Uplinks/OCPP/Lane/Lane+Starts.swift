import Charging

// What must be safe before a start goes out.
extension Lane {
    /// What is said of the start is safe when it returns, so that a retry after a crash says the same. Returns why the
    /// start must not go out, where that is so.
    ///
    /// - Parameter isLasting: the start will be told in the same words whenever it is told.
    func announce(
        _ transaction: LaneTransaction, at seq: Int64, _ isLasting: Bool, _ run: Run
    ) async throws(DeliveryError) -> String? {
        let known = memory[transaction.id]
        if known.map({ $0.phase == .starting && $0.mayHaveArrived }) ?? promise.isInherited(seq) {
            if configuration.preset.ambiguousStart == .park {
                return
                    "The start was sent, and its answer was lost. The CSMS would take it for another one, if it came "
                    + "twice; look there whether it has it."
            }
            memory[transaction.id] = known ?? transaction
            memory[transaction.id]?.mayHaveArrived = true
            memory[transaction.id]?.isAmbiguous = true
            return nil
        }
        memory[transaction.id] = transaction
        memory[transaction.id]?.mayHaveArrived = true
        promise.kept(through: run.keeper.promised)
        if isLasting, promise.covers(seq) { return nil }
        promiseMore(run)
        try await save(run)
        return nil
    }

    /// What the lane remembers is on disk when it returns.
    func save(_ run: Run) async throws(DeliveryError) {
        do {
            try await run.keeper.save(memory)
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
    }

    /// Promises more of the backlog with whatever is written next.
    func promiseMore(_ run: Run) {
        guard configuration.preset.ambiguousStart == .resend else { return }
        memory.promise(before: run.online.statusThrough)
    }
}
