package import OCPP

/// What a charging profile limits.
package struct ChargingProfilePurpose: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// Reported only; nobody sends it to a station.
    package static let chargingStationExternalConstraints = ChargingProfilePurpose(
        rawValue: "ChargingStationExternalConstraints")
    package static let chargingStationMaxProfile = ChargingProfilePurpose(rawValue: "ChargingStationMaxProfile")
    package static let txDefaultProfile = ChargingProfilePurpose(rawValue: "TxDefaultProfile")
    package static let txProfile = ChargingProfilePurpose(rawValue: "TxProfile")
    /// OCPP 2.1.
    package static let priorityCharging = ChargingProfilePurpose(rawValue: "PriorityCharging")
    /// OCPP 2.1.
    package static let localGeneration = ChargingProfilePurpose(rawValue: "LocalGeneration")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        let words: Set<Self> = [
            chargingStationExternalConstraints, chargingStationMaxProfile, txDefaultProfile, txProfile,
        ]
        return dialect == .ocpp21 ? words.union([priorityCharging, localGeneration]) : words
    }
}
