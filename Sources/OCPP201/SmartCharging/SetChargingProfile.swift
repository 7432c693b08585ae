import OCPP

/// Limits how much a station may charge, and when. OCPP 2.0.1, functional block K.
///
/// It is answered `Accepted` or `Rejected`.
package struct SetChargingProfile: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SetChargingProfile"
    /// 0 is the whole station.
    package var evseId: Int
    package var chargingProfile: ChargingProfile

    package init(evseId: Int, chargingProfile: ChargingProfile) {
        self.evseId = evseId
        self.chargingProfile = chargingProfile
    }
}
