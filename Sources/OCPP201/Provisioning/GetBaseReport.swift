import OCPP

/// Asks a station to describe its device model in NotifyReport messages. OCPP 2.0.1, functional block B.
///
/// It is answered `Accepted`, `Rejected`, `NotSupported` or `EmptyResultSet`.
package struct GetBaseReport: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "GetBaseReport"
    package var requestId: Int
    package var reportBase: ReportBase

    package init(requestId: Int, reportBase: ReportBase) {
        self.requestId = requestId
        self.reportBase = reportBase
    }
}
