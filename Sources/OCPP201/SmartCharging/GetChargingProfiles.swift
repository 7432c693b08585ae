import OCPP

/// Asks a station to report its charging profiles in ReportChargingProfiles messages. OCPP 2.0.1, functional block K.
///
/// It is answered `Accepted` or `NoProfiles`.
package struct GetChargingProfiles: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "GetChargingProfiles"
    package var requestId: Int
    package var chargingProfile: ChargingProfileCriterion
    package var evseId: Int?

    package init(requestId: Int, chargingProfile: ChargingProfileCriterion, evseId: Int? = nil) {
        self.requestId = requestId
        self.chargingProfile = chargingProfile
        self.evseId = evseId
    }
}
