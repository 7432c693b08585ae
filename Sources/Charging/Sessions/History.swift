/// What the record already holds, for the few decisions that need more than the ledger remembers.
package protocol History {
    /// The final session of this transaction on this station.
    func session(of transaction: TransactionID, at station: StationID) throws -> Session?
    /// The final session of the transaction that this station names so.
    func session(named name: String, at station: StationID) throws -> Session?
    /// A final session on this EVSE that began with the same tag, register and time.
    func session(startedLike start: TransactionStart, at station: StationID) throws -> Session?
    /// A final session whose start was never told and whose stop carried the same id, register and time.
    func session(endedLike end: TransactionEnd, at station: StationID) throws -> Session?
    /// The last accepted mark of the meter at or before the moment.
    func mark(of meter: MeterID, atOrBefore moment: Timestamp) throws -> MeterMark?
    /// The first accepted mark of the meter at or after the moment.
    func mark(of meter: MeterID, atOrAfter moment: Timestamp) throws -> MeterMark?
}
