package import OCPP

/// The unit of a charging limit. OCPP 1.6, section 7.12.
package struct ChargingRateUnit: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let a = ChargingRateUnit(rawValue: "A")
    package static let w = ChargingRateUnit(rawValue: "W")

    package static func words(in dialect: Dialect) -> Set<Self>? { [a, w] }
}
