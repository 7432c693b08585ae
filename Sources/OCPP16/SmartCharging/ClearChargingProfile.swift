import OCPP

/// Removes charging profiles from a station: those that fulfil everything that is given. OCPP 1.6, section 5.5.
///
/// It is answered `Accepted` or `Unknown`.
package struct ClearChargingProfile: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ClearChargingProfile"
    package var id: Int?
    /// 0 is the whole station.
    package var connectorId: Int?
    package var chargingProfilePurpose: ChargingProfilePurpose?
    package var stackLevel: Int?

    package init(
        id: Int? = nil, connectorId: Int? = nil, chargingProfilePurpose: ChargingProfilePurpose? = nil,
        stackLevel: Int? = nil
    ) {
        self.id = id
        self.connectorId = connectorId
        self.chargingProfilePurpose = chargingProfilePurpose
        self.stackLevel = stackLevel
    }
}
