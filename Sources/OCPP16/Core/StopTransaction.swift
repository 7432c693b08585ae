package import OCPP

/// A transaction is over. OCPP 1.6, section 4.10.
package struct StopTransaction: Call, Hashable {
    package static let action = "StopTransaction"
    /// As the station put it: `0`, `-1` and 2^63-1 occur, and none of them is an id. 0 where nothing can be read.
    package var transactionId: Int64
    /// Wh; an integer by the standard. Whatever else stands there is kept, for the transaction has ended all the same.
    package var meterStop: NumberText
    /// ISO 8601 as the station wrote it; a careless station leaves it out.
    package var timestamp: String?
    package var idTag: String?
    /// `Local` where it is absent.
    package var reason: String?
    package var transactionData: [MeterValue]?

    package init(
        transactionId: Int64, meterStop: NumberText, timestamp: String?, idTag: String? = nil, reason: String? = nil,
        transactionData: [MeterValue]? = nil
    ) {
        self.transactionId = transactionId
        self.meterStop = meterStop
        self.timestamp = timestamp
        self.idTag = idTag
        self.reason = reason
        self.transactionData = transactionData
    }

    private enum CodingKeys: String, CodingKey {
        case transactionId, meterStop, timestamp, idTag, reason, transactionData
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let id = try members.decodeIfPresent(OpaqueText.self, forKey: .transactionId)
        transactionId = id.flatMap { NumberText($0.text).integer } ?? 0
        meterStop = NumberText(try members.decodeIfPresent(OpaqueText.self, forKey: .meterStop)?.text ?? "")
        timestamp = try members.decodeIfPresent(String.self, forKey: .timestamp)
        idTag = try members.decodeIfPresent(String.self, forKey: .idTag)
        reason = try members.decodeIfPresent(String.self, forKey: .reason)
        transactionData = try members.decodeIfPresent([MeterValue].self, forKey: .transactionData)
    }

    package struct Response: Codable, Hashable, Sendable {
        /// Means something only where the request had an idTag.
        package var idTagInfo: IdTagInfo?

        package init(idTagInfo: IdTagInfo? = nil) {
            self.idTagInfo = idTagInfo
        }
    }
}
