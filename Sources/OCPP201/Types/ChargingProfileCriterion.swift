package import OCPP

/// Which charging profiles are meant; those that fulfil everything that is given.
package struct ChargingProfileCriterion: Codable, Hashable, Sendable {
    package var chargingProfilePurpose: ChargingProfilePurpose?
    package var stackLevel: Int?
    package var chargingProfileId: [Int]?
    package var chargingLimitSource: List<ChargingLimitSource, 4>?

    package init(
        chargingProfilePurpose: ChargingProfilePurpose? = nil, stackLevel: Int? = nil, chargingProfileId: [Int]? = nil,
        chargingLimitSource: List<ChargingLimitSource, 4>? = nil
    ) {
        self.chargingProfilePurpose = chargingProfilePurpose
        self.stackLevel = stackLevel
        self.chargingProfileId = chargingProfileId
        self.chargingLimitSource = chargingLimitSource
    }
}
