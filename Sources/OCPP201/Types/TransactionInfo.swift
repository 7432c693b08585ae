/// The transaction an event belongs to.
package struct TransactionInfo: Codable, Hashable, Sendable {
    /// At most 36 characters.
    package var transactionId: String
    package var chargingState: ChargingState?
    /// Seconds in which energy really flowed.
    package var timeSpentCharging: Int?
    package var stoppedReason: StopReason?
    /// Of the RequestStartTransaction that began it.
    package var remoteStartId: Int?

    package init(
        transactionId: String, chargingState: ChargingState? = nil, timeSpentCharging: Int? = nil,
        stoppedReason: StopReason? = nil, remoteStartId: Int? = nil
    ) {
        self.transactionId = transactionId
        self.chargingState = chargingState
        self.timeSpentCharging = timeSpentCharging
        self.stoppedReason = stoppedReason
        self.remoteStartId = remoteStartId
    }
}
