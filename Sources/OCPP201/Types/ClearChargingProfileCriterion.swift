/// Which charging profiles are to go.
package struct ClearChargingProfileCriterion: Codable, Hashable, Sendable {
    package var evseId: Int?
    package var chargingProfilePurpose: ChargingProfilePurpose?
    package var stackLevel: Int?

    package init(evseId: Int? = nil, chargingProfilePurpose: ChargingProfilePurpose? = nil, stackLevel: Int? = nil) {
        self.evseId = evseId
        self.chargingProfilePurpose = chargingProfilePurpose
        self.stackLevel = stackLevel
    }
}
