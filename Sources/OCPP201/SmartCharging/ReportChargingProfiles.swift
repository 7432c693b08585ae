package import OCPP

/// One part of the report that GetChargingProfiles asked for. OCPP 2.0.1, functional block K.
package struct ReportChargingProfiles: Call, Hashable {
    package typealias Response = Empty
    package static let action = "ReportChargingProfiles"
    package var requestId: Int
    package var chargingLimitSource: ChargingLimitSource
    package var chargingProfile: [ChargingProfile]
    package var evseId: Int
    /// More parts follow.
    package var tbc: Bool?

    package init(
        requestId: Int, chargingLimitSource: ChargingLimitSource, chargingProfile: [ChargingProfile], evseId: Int,
        tbc: Bool? = nil
    ) {
        self.requestId = requestId
        self.chargingLimitSource = chargingLimitSource
        self.chargingProfile = chargingProfile
        self.evseId = evseId
        self.tbc = tbc
    }
}
