/// Something a station said. Every protocol's driver says it in these words.
package enum StationEvent: Hashable, Sendable {
    case booted(Boot)
    case status(ConnectorStatus)
    case started(TransactionStart)
    case metered(MeterReport)
    case ended(TransactionEnd)
    case transferred(DataTransfer)
    case security(SecurityEvent)
    case variables(DeviceReport)
    case notice(Notice)
}

/// A transaction began on a station.
package struct TransactionStart: Hashable, Codable, Sendable {
    /// 0 where the station has not told yet: OCPP 2.0.1 lets a transaction begin before the cable is in.
    package var evse: Int
    /// `nil` where nobody is authorised yet.
    @Sealed package var tag: String?
    /// The station's register in watt-hours; `nil` where it gave none.
    package var register: ExactDecimal?
    package var timestamp: Timestamp
    /// The station named no time zone; UTC was assumed.
    package var zoneAssumed: Bool
    package var reservation: Int64?
    /// What the authorizer said of the tag; the transaction is real whatever it said.
    package var authorization: Authorization
    /// How a station that names its transactions itself told it.
    package var telling: Telling?
    /// What was sampled at the start.
    package var values: [MeterValue]?
    /// How far the station's clock was seen ahead of UTC, in seconds, where it tells local time as if it were UTC.
    package var clockAheadSeconds: Int?

    package init(
        evse: Int, tag: String?, register: ExactDecimal?, timestamp: Timestamp, zoneAssumed: Bool = false,
        reservation: Int64? = nil, authorization: Authorization = .accepted, telling: Telling? = nil,
        values: [MeterValue]? = nil
    ) {
        self.evse = evse
        self.tag = tag
        self.register = register
        self.timestamp = timestamp
        self.zoneAssumed = zoneAssumed
        self.reservation = reservation
        self.authorization = authorization
        self.telling = telling
        self.values = values
    }
}

/// A station sampled its own meter, or told how a transaction goes on. EVSE 0 is the main meter of the station.
package struct MeterReport: Hashable, Codable, Sendable {
    package var evse: Int
    /// The id the station put there, be it one of ours or not.
    package var transaction: Int64?
    package var values: [MeterValue]
    /// How a station that names its transactions itself told it; then this may be about more than values.
    package var telling: Telling?
    /// How far the station's clock was seen ahead of UTC, in seconds, where it tells local time as if it were UTC.
    package var clockAheadSeconds: Int?

    package init(evse: Int, transaction: Int64? = nil, values: [MeterValue], telling: Telling? = nil) {
        self.evse = evse
        self.transaction = transaction
        self.values = values
        self.telling = telling
    }
}

/// A transaction ended on a station.
package struct TransactionEnd: Hashable, Codable, Sendable {
    /// The id the station put there, be it one of ours or not.
    package var transaction: Int64
    @Sealed package var tag: String?
    /// The station's register in watt-hours; `nil` where it gave none.
    package var register: ExactDecimal?
    package var timestamp: Timestamp
    /// The station named no time zone; UTC was assumed.
    package var zoneAssumed: Bool
    /// `Local` where the station gave none (OCPP 1.6, section 6.49).
    package var reason: String
    /// What was sampled during the transaction and is told only now.
    package var values: [MeterValue]
    /// How a station that names its transactions itself told it; its `transaction` is 0 then.
    package var telling: Telling?
    /// How far the station's clock was seen ahead of UTC, in seconds, where it tells local time as if it were UTC.
    package var clockAheadSeconds: Int?
    /// What was sampled meanwhile does not fit the registers at the start and the end.
    package var unitSuspect: Bool?

    package init(
        transaction: Int64, tag: String? = nil, register: ExactDecimal?, timestamp: Timestamp,
        zoneAssumed: Bool = false, reason: String = "Local", values: [MeterValue] = [], telling: Telling? = nil
    ) {
        self.transaction = transaction
        self.tag = tag
        self.register = register
        self.timestamp = timestamp
        self.zoneAssumed = zoneAssumed
        self.reason = reason
        self.values = values
        self.telling = telling
    }
}

/// A vendor's own message, carried unread.
package struct DataTransfer: Hashable, Codable, Sendable {
    package var vendor: String
    package var message: String?
    package var data: String?

    package init(vendor: String, message: String? = nil, data: String? = nil) {
        self.vendor = vendor
        self.message = message
        self.data = data
    }
}
