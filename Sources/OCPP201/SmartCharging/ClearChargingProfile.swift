import OCPP

/// Removes charging profiles from a station. OCPP 2.0.1, functional block K.
///
/// It is answered `Accepted` or `Unknown`.
package struct ClearChargingProfile: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ClearChargingProfile"
    package var chargingProfileId: Int?
    package var chargingProfileCriteria: ClearChargingProfileCriterion?

    package init(chargingProfileId: Int? = nil, chargingProfileCriteria: ClearChargingProfileCriterion? = nil) {
        self.chargingProfileId = chargingProfileId
        self.chargingProfileCriteria = chargingProfileCriteria
    }
}
