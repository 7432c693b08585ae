package import Charging
package import Metering

extension StatusReport {
    package struct Bus: Codable, Hashable, Sendable {
        package var name: String
        package var statistics: BusStatistics

        package init(name: String, statistics: BusStatistics) {
            self.name = name
            self.statistics = statistics
        }
    }

    package struct Meter: Codable, Hashable, Sendable {
        package var id: MeterID
        /// The bus it hangs on.
        package var bus: String
        package var serialNumber: String?
        /// Its import register, in Wh.
        package var wattHours: ExactDecimal?
        /// Its power now, in W; negative while exporting.
        package var watts: ExactDecimal?
        /// When it was last read; `nil` when it never was.
        package var lastReading: Timestamp?
        /// How long ago that was, in seconds.
        package var ageSeconds: Int64?
        /// It should have answered since.
        package var silent: Bool

        package init(
            id: MeterID, bus: String, serialNumber: String? = nil, wattHours: ExactDecimal? = nil,
            watts: ExactDecimal? = nil, lastReading: Timestamp? = nil, ageSeconds: Int64? = nil, silent: Bool
        ) {
            self.id = id
            self.bus = bus
            self.serialNumber = serialNumber
            self.wattHours = wattHours
            self.watts = watts
            self.lastReading = lastReading
            self.ageSeconds = ageSeconds
            self.silent = silent
        }
    }
}
