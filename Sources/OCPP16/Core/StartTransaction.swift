package import OCPP

/// A transaction has begun on a station. OCPP 1.6, section 4.8.
package struct StartTransaction: Call, Hashable {
    package static let action = "StartTransaction"
    package var connectorId: Int
    package var idTag: String
    /// Wh; an integer by the standard. Whatever else stands there is kept, for the transaction has begun all the same.
    package var meterStart: NumberText
    /// ISO 8601 as the station wrote it; a careless station leaves it out.
    package var timestamp: String?
    /// Some stations send 0 where there was no reservation.
    package var reservationId: Int64?

    package init(
        connectorId: Int, idTag: String, meterStart: NumberText, timestamp: String?, reservationId: Int64? = nil
    ) {
        self.connectorId = connectorId
        self.idTag = idTag
        self.meterStart = meterStart
        self.timestamp = timestamp
        self.reservationId = reservationId
    }

    private enum CodingKeys: String, CodingKey {
        case connectorId, idTag, meterStart, timestamp, reservationId
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        connectorId = try members.decode(Int.self, forKey: .connectorId)
        idTag = try members.decode(String.self, forKey: .idTag)
        meterStart = NumberText(try members.decodeIfPresent(OpaqueText.self, forKey: .meterStart)?.text ?? "")
        timestamp = try members.decodeIfPresent(String.self, forKey: .timestamp)
        reservationId = try members.decodeIfPresent(Int64.self, forKey: .reservationId)
    }

    package struct Response: Codable, Hashable, Sendable {
        package var idTagInfo: IdTagInfo
        package var transactionId: Int32

        package init(transactionId: Int32, idTagInfo: IdTagInfo) {
            self.transactionId = transactionId
            self.idTagInfo = idTagInfo
        }
    }
}
