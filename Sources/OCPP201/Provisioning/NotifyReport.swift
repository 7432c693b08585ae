package import OCPP

/// One part of a report that a station was asked for. OCPP 2.0.1, functional block B.
package struct NotifyReport: Call, Hashable {
    package typealias Response = Empty
    package static let action = "NotifyReport"
    package var requestId: Int
    /// ISO 8601.
    package var generatedAt: String
    package var seqNo: Int
    package var reportData: [ReportData]?
    /// More parts follow.
    package var tbc: Bool?

    package init(requestId: Int, generatedAt: String, seqNo: Int, reportData: [ReportData]? = nil, tbc: Bool? = nil) {
        self.requestId = requestId
        self.generatedAt = generatedAt
        self.seqNo = seqNo
        self.reportData = reportData
        self.tbc = tbc
    }
}
