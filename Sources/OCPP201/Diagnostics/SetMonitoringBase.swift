import OCPP

/// Chooses a set of monitors to be active in a station. OCPP 2.0.1, functional block N.
///
/// It is answered `Accepted`, `Rejected`, `NotSupported` or `EmptyResultSet`.
package struct SetMonitoringBase: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SetMonitoringBase"
    package var monitoringBase: MonitoringBase

    package init(monitoringBase: MonitoringBase) {
        self.monitoringBase = monitoringBase
    }
}
