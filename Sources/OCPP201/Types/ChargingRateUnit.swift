package import OCPP

/// The unit of a charging limit.
package struct ChargingRateUnit: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let w = ChargingRateUnit(rawValue: "W")
    package static let a = ChargingRateUnit(rawValue: "A")

    package static func words(in dialect: Dialect) -> Set<Self>? { [w, a] }
}
