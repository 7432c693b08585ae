package import Charging
import Journal

/// What people look up in the record.
package protocol RecordControl: Sendable {
    /// What a station last reported of its make; only names that begin so. Secrets are not among it.
    func variables(of station: StationID, prefix: String) async throws(ControlError) -> [VariableReport]

    /// What stations told of transactions after their sessions were final.
    func corrections(_ page: RecordPage) async throws(ControlError) -> [CorrectionReport]
}

/// So much of a part of the record, newest first.
package struct RecordPage: Hashable, Sendable {
    /// Only what is of this station.
    package var station: StationID?
    /// Only what is older than the entry with this number.
    package var before: Int64?
    package var limit: Int

    package static let longest = 1000

    package init(station: StationID? = nil, before: Int64? = nil, limit: Int = 50) {
        self.station = station
        self.before = before
        self.limit = min(limit, Self.longest)
    }
}

/// A variable of a station, for people and programs.
package struct VariableReport: Codable, Hashable, Sendable {
    /// `Component[instance]@evse:connector.Variable[instance]`, or a configuration key of OCPP 1.6.
    package var name: String
    /// `Actual`, `Target`, `MinSet` or `MaxSet`.
    package var attribute: String
    /// `nil` for what can only be written, and for secrets.
    package var value: String?
    package var unit: String?
    /// `ReadOnly`, `WriteOnly` or `ReadWrite`.
    package var mutability: String
    package var at: Timestamp

    package init(
        name: String, attribute: String, value: String?, unit: String?, mutability: String, at: Timestamp
    ) {
        self.name = name
        self.attribute = attribute
        self.value = value
        self.unit = unit
        self.mutability = mutability
        self.at = at
    }

    init(_ known: KnownVariable) {
        let variable = known.variable
        let name = variable.name.description
        let isHidden = Secrets.isSecret(name) || variable.mutability == "WriteOnly"
        self.init(
            name: name, attribute: variable.attribute, value: isHidden ? nil : variable.value, unit: variable.unit,
            mutability: variable.mutability, at: known.at)
    }
}

/// What a station told too late: a person may want to correct a bill by it.
package struct CorrectionReport: Codable, Hashable, Sendable {
    package enum Told: String, Codable, Sendable, CaseIterable {
        case start, values, end
    }

    package var seq: Int64
    package var at: Timestamp
    package var station: StationID
    package var transaction: TransactionID
    package var told: Told
    /// When it was, by the station's clock.
    package var moment: Timestamp?
    /// The station's register then, in Wh.
    package var register: ExactDecimal?

    package init(
        seq: Int64, at: Timestamp, station: StationID, transaction: TransactionID, told: Told, moment: Timestamp?,
        register: ExactDecimal?
    ) {
        self.seq = seq
        self.at = at
        self.station = station
        self.transaction = transaction
        self.told = told
        self.moment = moment
        self.register = register
    }

    init?(_ entry: Entry) {
        guard case .correction(let late) = entry.fact, case .station(let station) = entry.subject else { return nil }
        let (told, moment, register): (Told, Timestamp?, ExactDecimal?) =
            if let end = late.end {
                (.end, end.timestamp, end.register)
            } else if let start = late.start {
                (.start, start.timestamp, start.register)
            } else {
                (.values, late.report?.values.last?.timestamp, nil)
            }
        self.init(
            seq: entry.seq, at: entry.stamp.at, station: station, transaction: late.id, told: told, moment: moment,
            register: register)
    }
}
