package import OCPP

/// One part of the report that GetMonitoringReport asked for. OCPP 2.0.1, functional block N.
package struct NotifyMonitoringReport: Call, Hashable {
    package typealias Response = Empty
    package static let action = "NotifyMonitoringReport"
    package var requestId: Int
    package var seqNo: Int
    /// ISO 8601.
    package var generatedAt: String
    package var monitor: [MonitoringData]?
    /// More parts follow.
    package var tbc: Bool?

    package init(requestId: Int, seqNo: Int, generatedAt: String, monitor: [MonitoringData]? = nil, tbc: Bool? = nil) {
        self.requestId = requestId
        self.seqNo = seqNo
        self.generatedAt = generatedAt
        self.monitor = monitor
        self.tbc = tbc
    }
}
