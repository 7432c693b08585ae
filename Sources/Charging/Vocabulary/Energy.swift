/// Electrical energy as exact, whole watt-hours.
package struct Energy: Hashable, Codable, Comparable, Sendable {
    package var wattHours: Int64

    package init(wattHours: Int64) { self.wattHours = wattHours }

    package init(from decoder: any Decoder) throws {
        wattHours = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wattHours)
    }

    package static func < (left: Self, right: Self) -> Bool { left.wattHours < right.wattHours }

    /// Tenths of a kilowatt-hour, rounded half away from zero. The only place where energy is rounded for a cloud.
    package var tenthsOfKilowattHour: Int64 { wattHours.dividedRoundingHalfAwayFromZero(by: 100) }
}
