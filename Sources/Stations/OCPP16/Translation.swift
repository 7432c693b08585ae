import Charging
import OCPP
import OCPP16

// From the words of OCPP 1.6 into the site's.

/// What a station may make the site remember of it, so that its memory stays small whatever comes.
enum StationBounds {
    /// More connectors than any station has.
    static let evses = 0...255
    /// Characters of a tag or of another word; the standard allows 20 to 50.
    static let characters = 255
    /// Bytes of a signing request; the standard allows 5500 characters.
    static let signingRequest = 16_384
    /// Keys of a station's configuration, and characters of a value; the standard allows 500.
    static let configurationKeys = 1000
    static let configurationValue = 2500
    /// Periods of a schedule.
    static let periods = 1024

    /// A transaction on a connector that cannot be is real all the same; it is the station's as a whole.
    static func evse(_ connector: Int) -> Int { evses.contains(connector) ? connector : 0 }
}

extension String {
    var bounded: String { bounded(StationBounds.characters) }

    func bounded(_ characters: Int) -> String { utf8.count <= characters ? self : String(prefix(characters)) }
}

extension Boot {
    /// `N/A` and the empty text are how stations spell "unknown".
    init(_ message: BootNotification) {
        func told(_ text: String?) -> String? { text.flatMap { $0.isEmpty || $0 == "N/A" ? nil : $0.bounded } }
        self.init(
            vendor: message.chargePointVendor.bounded, model: message.chargePointModel.bounded,
            serialNumber: told(message.chargePointSerialNumber) ?? told(message.chargeBoxSerialNumber),
            firmwareVersion: told(message.firmwareVersion), dialect: OCPP16Driver.dialect)
    }
}

extension ConnectorStatus {
    init(_ message: StatusNotification) {
        let state = ConnectorState(word: message.status.rawValue)
        self.init(
            evse: message.connectorId, state: state ?? .unavailable, errorCode: message.errorCode?.bounded ?? "NoError",
            // A word outside the standard says nothing about the connector; it is kept where a person sees it.
            info: state == nil ? "status \(message.status)".bounded : message.info?.bounded,
            vendorErrorCode: message.vendorErrorCode?.bounded,
            timestamp: message.timestamp.flatMap { ISO8601($0)?.timestamp })
    }
}

extension ConnectorState {
    /// In any case; stations of 1.6 also use `Occupied`, which is a word of 1.5 and of 2.0.1.
    init?(word: String) {
        let lowercased = word.lowercased()
        guard let state = Self.allCases.first(where: { $0.rawValue.lowercased() == lowercased }) else { return nil }
        self = state
    }
}

extension TransactionStart {
    /// A register that is no number is none; the transaction is real all the same.
    init(_ message: StartTransaction, _ authorization: Authorization) {
        let moment = Moment(message.timestamp)
        self.init(
            evse: StationBounds.evse(message.connectorId), tag: message.idTag.bounded,
            register: ExactDecimal(message.meterStart.text), timestamp: moment.timestamp,
            zoneAssumed: moment.zoneAssumed, reservation: message.reservationId.flatMap { $0 == 0 ? nil : $0 },
            authorization: authorization)
    }
}

extension TransactionEnd {
    /// A register that is no number is none; then the last one that was sampled counts.
    init(_ message: StopTransaction, receivedAt now: Timestamp) {
        let moment = Moment(message.timestamp)
        self.init(
            transaction: message.transactionId, tag: message.idTag.flatMap { $0.isEmpty ? nil : $0.bounded },
            register: ExactDecimal(message.meterStop.text), timestamp: moment.timestamp,
            zoneAssumed: moment.zoneAssumed,
            reason: message.reason.flatMap { $0.isEmpty ? nil : $0.bounded } ?? "Local",
            values: [Charging.MeterValue](message.transactionData ?? [], receivedAt: now))
    }
}

extension MeterReport {
    init(_ message: MeterValues, receivedAt now: Timestamp) {
        self.init(
            evse: StationBounds.evse(message.connectorId), transaction: message.transactionId,
            values: [Charging.MeterValue](message.meterValue, receivedAt: now))
    }
}

extension [Charging.MeterValue] {
    /// Samples without a value are left out, and so is a moment without samples.
    fileprivate init(_ values: [OCPP16.MeterValue], receivedAt now: Timestamp) {
        self = values.compactMap { value in
            let samples = value.sampledValue.filter { !$0.value.isEmpty }.map { Charging.SampledValue($0) }
            guard !samples.isEmpty else { return nil }
            let timestamp = value.timestamp.flatMap { ISO8601($0)?.timestamp } ?? now
            return Charging.MeterValue(timestamp: timestamp, sampledValues: samples)
        }
    }
}

extension Charging.SampledValue {
    fileprivate init(_ sample: OCPP16.SampledValue) {
        self.init(
            value: sample.value, context: sample.context, format: sample.format, measurand: sample.measurand,
            phase: sample.phase, location: sample.location, unit: sample.unit)
    }
}

extension SecurityEvent {
    init(_ message: SecurityEventNotification) {
        self.init(
            type: message.type.bounded, timestamp: ISO8601(message.timestamp)?.timestamp,
            detail: message.techInfo?.bounded)
    }
}

/// When a transaction began or ended, by the station.
struct Moment {
    var timestamp: Timestamp
    var zoneAssumed: Bool

    /// What is missing or unreadable becomes 1970, as on a station that does not know the time: the ledger puts the
    /// box's time in its place and flags it, and the same message sent twice stays the same.
    init(_ text: String?) {
        let parsed = text.flatMap { ISO8601($0) }
        timestamp = parsed?.timestamp ?? Timestamp(seconds: 0)
        zoneAssumed = parsed?.zoneAssumed ?? false
    }
}
