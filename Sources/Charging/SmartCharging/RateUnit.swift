/// What a charging limit counts.
package enum RateUnit: String, Codable, Sendable, CaseIterable {
    /// On each phase.
    case ampere = "A"
    /// Over all phases.
    case watt = "W"
}

/// What lies between amperes and watts at this site: the configured voltage, never the measured one, so that a limit
/// does not move with the grid (OCPP 2.0.1, K01).
package struct Supply: Hashable, Codable, Sendable {
    package var volts: Int
    /// Phases where a limit names none.
    package var phases: Int

    package init(volts: Int = 230, phases: Int = 3) {
        self.volts = volts
        self.phases = phases
    }

    /// The limit in the other unit, in thousandths of it and rounded down.
    func convert(_ thousandths: Int64, from unit: RateUnit, to wanted: RateUnit, phases: Int?) -> Int64 {
        let voltsTogether = Int64(max(1, volts)) * Int64(max(1, phases ?? self.phases))
        return switch (unit, wanted) {
        case (.ampere, .watt):
            thousandths.multipliedReportingOverflow(by: voltsTogether).overflow ? .max : thousandths * voltsTogether
        case (.watt, .ampere): thousandths / voltsTogether
        default: thousandths
        }
    }
}

extension ExactDecimal {
    /// How many 10^-`places` fit into this number: the value rounded down. `nil` when there are too many to count.
    package func floored(places: Int) -> Int64? {
        guard scale > places else { return ExactDecimal(digits: digits, scale: scale - places)?.digits }
        let unit = (places..<scale).reduce(Int64(1)) { power, _ in power * 10 }
        let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: unit)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
