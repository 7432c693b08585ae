package import Charging

// Numbers as people read them. The page's script has the same forms.

extension Energy {
    /// `18.42 kWh`.
    package var words: String {
        let hundredths = wattHours.dividedRoundingHalfAwayFromZero(by: 10)
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(hundredths < 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest) kWh"
    }
}

/// `11.0 kW`, from W.
package func power(watts: Int64) -> String {
    let tenths = watts.dividedRoundingHalfAwayFromZero(by: 100)
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return "\(tenths < 0 ? "-" : "")\(whole).\(rest) kW"
}

extension Duration {
    /// `40 s`, `12 min`, `3 h 55 min`, `5 days`; never less than nothing.
    package var words: String {
        let seconds = max(0, components.seconds)
        let (minutes, hours) = (seconds / 60, seconds / 3600)
        if minutes < 1 { return "\(seconds) s" }
        if hours < 1 { return "\(minutes) min" }
        guard hours < 48 else { return "\(hours / 24) days" }
        return minutes % 60 == 0 ? "\(hours) h" : "\(hours) h \(minutes % 60) min"
    }
}

/// `1 record`, `14 records`.
package func counted(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
}

/// `48.7 MB`, with units of a thousand.
package func size(bytes: Int64) -> String {
    let units: [(limit: Int64, unit: String)] = [(1_000_000_000, "GB"), (1_000_000, "MB")]
    guard let (limit, unit) = units.first(where: { bytes >= $0.limit }) else { return "\((bytes + 999) / 1000) kB" }
    let tenths = bytes.dividedRoundingHalfAwayFromZero(by: limit / 10)
    return "\(tenths / 10).\(tenths % 10) \(unit)"
}
