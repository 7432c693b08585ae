import Charging
import FoundationEssentials

/// A session as it arrived at the simulated ChargeReport.
package struct ReportedSession: Decodable, Hashable, Sendable {
    /// To the letter.
    package var carConnected: String
    /// To the letter.
    package var carDisconnected: String
    package var tenthsOfKilowattHour: Int64

    /// What makes two of them duplicates: the times, however they are written, and the energy.
    struct Identity: Hashable {
        var connected: Timestamp
        var disconnected: Timestamp
        var tenthsOfKilowattHour: Int64
    }

    private enum CodingKeys: String, CodingKey {
        case carConnected, carDisconnected, kiloWattHours
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        carConnected = try container.decode(String.self, forKey: .carConnected)
        carDisconnected = try container.decode(String.self, forKey: .carDisconnected)
        let text = "\(try container.decode(Decimal.self, forKey: .kiloWattHours))"
        guard let tenths = ExactDecimal(text)?.shifted(by: 1), tenths == ExactDecimal(tenths.rounded),
            tenths.rounded >= 0
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .kiloWattHours, in: container, debugDescription: "\(text) has more than one decimal")
        }
        tenthsOfKilowattHour = tenths.rounded
    }

    /// `nil` when the times are not ISO 8601 with an offset, or the end is before the start.
    var identity: Identity? {
        guard let start = ISO8601(carConnected), let end = ISO8601(carDisconnected), !start.zoneAssumed,
            !end.zoneAssumed,
            start.timestamp <= end.timestamp
        else { return nil }
        return Identity(
            connected: start.timestamp, disconnected: end.timestamp, tenthsOfKilowattHour: tenthsOfKilowattHour)
    }
}
