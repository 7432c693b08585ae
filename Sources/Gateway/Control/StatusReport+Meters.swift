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
        /// Its import register, in Wh, as it was last believed.
        package var wattHours: ExactDecimal?
        /// Its power now, in W; negative while exporting. `nil` once the last reading is too old to say what is now.
        package var watts: ExactDecimal?
        /// When it was last read; `nil` when it never was.
        package var lastReading: Timestamp?
        /// How long ago that was, in seconds.
        package var ageSeconds: Int64?
        /// It should have answered since.
        package var silent: Bool
        /// Why it gives nothing, where that was noticed.
        package var silence: MeterSilence?
        /// By which language it is read, and by which profile.
        package var origin: ReadingOrigin?
        package var profile: String?
        /// When it said that it measured, by its own clock.
        package var measuredAt: Timestamp?
        /// What was thought of the registers of the newest reading that did not simply go on.
        package var verdicts: [RegisterVerdict]?
        /// The unbroken runs its energy registers are in now.
        package var segments: [RegisterSegment]?

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

        mutating func take(_ ledger: MeterLedger) {
            silence = ledger.silence
            origin = ledger.last?.reading.origin
            profile = ledger.last?.reading.profile
            measuredAt = ledger.last?.reading.measuredAt
            verdicts = ledger.last?.verdicts
            segments = ledger.segments.isEmpty ? nil : ledger.segments
        }
    }
}
