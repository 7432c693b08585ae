import OCPP

/// Limits how much a connector may charge, and when. OCPP 1.6, section 5.16.
///
/// It is answered `Accepted`, `Rejected` or `NotSupported`.
package struct SetChargingProfile: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SetChargingProfile"
    /// 0 is the whole station.
    package var connectorId: Int
    package var csChargingProfiles: ChargingProfile

    package init(connectorId: Int, csChargingProfiles: ChargingProfile) {
        self.connectorId = connectorId
        self.csChargingProfiles = csChargingProfiles
    }
}
