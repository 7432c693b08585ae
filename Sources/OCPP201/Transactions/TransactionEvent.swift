package import OCPP

/// Everything a station has to tell of a transaction, from its start to its end. OCPP 2.0.1, functional block E.
package struct TransactionEvent: Call, Hashable {
    package static let action = "TransactionEvent"
    package var eventType: TransactionEventType
    /// ISO 8601.
    package var timestamp: String
    package var triggerReason: TriggerReason
    /// Goes up by one with every event of a transaction; it need not begin at 0.
    package var seqNo: Int
    package var transactionInfo: TransactionInfo
    package var meterValue: [MeterValue]?
    /// The event happened while the station had no connection. Absent it is false.
    package var offline: Bool?
    package var numberOfPhasesUsed: Int?
    /// A.
    package var cableMaxCurrent: Int?
    package var reservationId: Int?
    /// Told once, in the first event after the car was connected.
    package var evse: EVSE?
    /// Told once, in the event that it was presented for.
    package var idToken: IdToken?

    package init(
        eventType: TransactionEventType, timestamp: String, triggerReason: TriggerReason, seqNo: Int,
        transactionInfo: TransactionInfo, meterValue: [MeterValue]? = nil, offline: Bool? = nil,
        numberOfPhasesUsed: Int? = nil, cableMaxCurrent: Int? = nil, reservationId: Int? = nil, evse: EVSE? = nil,
        idToken: IdToken? = nil
    ) {
        self.eventType = eventType
        self.timestamp = timestamp
        self.triggerReason = triggerReason
        self.seqNo = seqNo
        self.transactionInfo = transactionInfo
        self.meterValue = meterValue
        self.offline = offline
        self.numberOfPhasesUsed = numberOfPhasesUsed
        self.cableMaxCurrent = cableMaxCurrent
        self.reservationId = reservationId
        self.evse = evse
        self.idToken = idToken
    }

    package struct Response: Codable, Hashable, Sendable {
        /// In the currency of the station. Absent while it is unknown; 0 is free.
        package var totalCost: DecimalText<6>?
        /// -9 to 9; higher is served first.
        package var chargingPriority: Int?
        /// Where the event has a token, the standard wants an answer to it.
        package var idTokenInfo: IdTokenInfo?
        package var updatedPersonalMessage: MessageContent?

        package init(
            totalCost: DecimalText<6>? = nil, chargingPriority: Int? = nil, idTokenInfo: IdTokenInfo? = nil,
            updatedPersonalMessage: MessageContent? = nil
        ) {
            self.totalCost = totalCost
            self.chargingPriority = chargingPriority
            self.idTokenInfo = idTokenInfo
            self.updatedPersonalMessage = updatedPersonalMessage
        }
    }
}
