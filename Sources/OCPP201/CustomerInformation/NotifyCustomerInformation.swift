package import OCPP

/// One part of what a station knows of a customer. OCPP 2.0.1, functional block N.
package struct NotifyCustomerInformation: Call, Hashable {
    package typealias Response = Empty
    package static let action = "NotifyCustomerInformation"
    /// At most 512 characters.
    package var data: String
    package var seqNo: Int
    /// ISO 8601.
    package var generatedAt: String
    package var requestId: Int
    /// More parts follow.
    package var tbc: Bool?

    package init(data: String, seqNo: Int, generatedAt: String, requestId: Int, tbc: Bool? = nil) {
        self.data = data
        self.seqNo = seqNo
        self.generatedAt = generatedAt
        self.requestId = requestId
        self.tbc = tbc
    }
}
