package import Charging

/// What a wallbox shows at one moment.
package struct WallboxReading: Hashable, Sendable {
    package var state: ConnectorState
    /// Of all energy it ever gave, or gave to this car where it counts anew for each, in watt-hours.
    package var register: ExactDecimal
    package var tag: String?
    /// The limit it follows, in amperes, where it shows one.
    package var limit: ExactDecimal?
    package var values: [SampledValue]

    /// The largest of what flows on the phases, in amperes; `nil` where it does not tell.
    var amperes: ExactDecimal? {
        values.lazy.filter { $0.measurand == "Current.Import" }.compactMap { ExactDecimal($0.value) }.max()
    }
}
