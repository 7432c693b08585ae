package import OCPP

/// A station reports what its meter shows. OCPP 1.6, section 4.7.
package struct MeterValues: Call, Hashable {
    package typealias Response = Empty
    package static let action = "MeterValues"
    /// 0 is the main meter of the station.
    package var connectorId: Int
    /// As the station put it: `0`, `-1` and 2^63-1 occur, and none of them is an id. `nil` where nothing can be read.
    package var transactionId: Int64?
    package var meterValue: [MeterValue]

    package init(connectorId: Int, transactionId: Int64? = nil, meterValue: [MeterValue]) {
        self.connectorId = connectorId
        self.transactionId = transactionId
        self.meterValue = meterValue
    }

    private enum CodingKeys: String, CodingKey {
        case connectorId, transactionId, meterValue
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        connectorId = try members.decode(Int.self, forKey: .connectorId)
        transactionId = try members.decodeIfPresent(OpaqueText.self, forKey: .transactionId)
            .flatMap { NumberText($0.text).integer }
        meterValue = try members.decodeIfPresent([MeterValue].self, forKey: .meterValue) ?? []
    }
}
