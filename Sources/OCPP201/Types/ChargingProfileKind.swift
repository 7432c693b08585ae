package import OCPP

/// What the times of a charging profile count from.
package struct ChargingProfileKind: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let absolute = ChargingProfileKind(rawValue: "Absolute")
    package static let recurring = ChargingProfileKind(rawValue: "Recurring")
    package static let relative = ChargingProfileKind(rawValue: "Relative")
    package static let dynamic = ChargingProfileKind(rawValue: "Dynamic")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        let words: Set<Self> = [absolute, recurring, relative]
        return dialect == .ocpp21 ? words.union([dynamic]) : words
    }
}
