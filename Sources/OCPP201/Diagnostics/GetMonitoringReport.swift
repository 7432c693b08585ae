package import OCPP

/// Asks a station to report its monitors in NotifyMonitoringReport messages. OCPP 2.0.1, functional block N.
///
/// It is answered `Accepted`, `Rejected`, `NotSupported` or `EmptyResultSet`.
package struct GetMonitoringReport: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "GetMonitoringReport"
    package var requestId: Int
    package var componentVariable: [ComponentVariable]?
    package var monitoringCriteria: List<MonitoringCriterion, 3>?

    package init(
        requestId: Int, componentVariable: [ComponentVariable]? = nil,
        monitoringCriteria: List<MonitoringCriterion, 3>? = nil
    ) {
        self.requestId = requestId
        self.componentVariable = componentVariable
        self.monitoringCriteria = monitoringCriteria
    }
}
