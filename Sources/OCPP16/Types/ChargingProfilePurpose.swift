package import OCPP

/// What a charging profile limits. OCPP 1.6, section 7.11.
package struct ChargingProfilePurpose: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let chargePointMaxProfile = ChargingProfilePurpose(rawValue: "ChargePointMaxProfile")
    package static let txDefaultProfile = ChargingProfilePurpose(rawValue: "TxDefaultProfile")
    package static let txProfile = ChargingProfilePurpose(rawValue: "TxProfile")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        [chargePointMaxProfile, txDefaultProfile, txProfile]
    }
}
