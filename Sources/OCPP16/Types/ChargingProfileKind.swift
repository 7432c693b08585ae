package import OCPP

/// What the times of a charging profile count from. OCPP 1.6, section 7.9.
package struct ChargingProfileKind: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let absolute = ChargingProfileKind(rawValue: "Absolute")
    package static let recurring = ChargingProfileKind(rawValue: "Recurring")
    package static let relative = ChargingProfileKind(rawValue: "Relative")

    package static func words(in dialect: Dialect) -> Set<Self>? { [absolute, recurring, relative] }
}
