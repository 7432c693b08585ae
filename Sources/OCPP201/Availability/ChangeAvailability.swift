import OCPP

/// Puts a station, an EVSE or a connector in or out of service. OCPP 2.0.1, functional block G.
///
/// It is answered `Accepted`, `Rejected` or `Scheduled`.
package struct ChangeAvailability: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ChangeAvailability"
    package var operationalStatus: OperationalStatus
    package var evse: EVSE?

    package init(operationalStatus: OperationalStatus, evse: EVSE? = nil) {
        self.operationalStatus = operationalStatus
        self.evse = evse
    }
}
