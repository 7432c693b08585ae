/// Takes events into the record: the one door from the devices to the journal.
package protocol Recorder: Sendable {
    /// Returns after everything the rules made of this event is safely on disk, so whoever sent it may be answered.
    func record(_ event: Event) async throws(RecordingError) -> Answer
}

/// What the rules answer to an event.
package enum Answer: Hashable, Sendable {
    /// Recorded.
    case recorded
    /// Recorded, and this is the transaction's id. The same start told twice gets the same id.
    case transaction(TransactionID)
    /// It had been recorded before; nothing new was written.
    case duplicate
    /// The station has sent too much of what the rules make nothing of; it is answered, and this was not kept.
    case skipped
    /// It cannot be; why, as a sentence. Nothing was written.
    case refused(String)
}

/// Why an event is not in the record. It must not be acknowledged; whoever sent it will send it again.
package enum RecordingError: Error, Hashable, Sendable {
    /// The disk is full, read-only or broken.
    case storage(String)
    /// More events wait than the journal takes.
    case overloaded
    case stopped
}
