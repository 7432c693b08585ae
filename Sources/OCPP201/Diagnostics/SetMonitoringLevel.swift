import OCPP

/// Chooses how severe an event must be to be reported. OCPP 2.0.1, functional block N.
///
/// It is answered `Accepted` or `Rejected`.
package struct SetMonitoringLevel: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SetMonitoringLevel"
    /// 0 is the most severe and 9 the least; events up to this one are reported.
    package var severity: Int

    package init(severity: Int) {
        self.severity = severity
    }
}
