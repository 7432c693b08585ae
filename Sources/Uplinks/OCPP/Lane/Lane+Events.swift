import Charging

// One number is one event of OCPP 2.0.1, however often it is told.
extension Lane {
    /// The number of an event is safe before it goes out, for another event must not get it after a crash. In a backlog
    /// of settled sessions everything is told again as it was, so there nothing is waited for.
    func announce(
        _ message: OutgoingMessage, at seq: Int64, _ isLasting: Bool, _ run: Run
    ) async throws(DeliveryError) {
        guard let number = message.seqNo, let id = message.transaction, let known = memory[id], known.unanswered == nil
        else { return }
        memory[id]?.unanswered = LaneTransaction.Event(number: number, entry: seq)
        if !isLasting { try await save(run) }
    }

    /// An event that may have arrived keeps its number, also where nothing is to be told of its entry any more.
    func useUpNumber(of id: TransactionID?, before seq: Int64) {
        guard let id, let event = memory[id]?.unanswered, event.entry < seq else { return }
        memory[id]?.nextSeqNo = event.number + 1
        memory[id]?.unanswered = nil
    }
}
