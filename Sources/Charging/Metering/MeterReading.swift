/// What one visit to a meter, or one telegram of it, brought home: its registers at one moment, exactly as read.
package struct MeterReading: Hashable, Codable, Sendable {
    package var meter: MeterID
    /// Read from the meter itself, so that an exchanged meter is noticed; `nil` where it has no such register.
    package var serialNumber: String?
    /// When the answer arrived, by the box's clock. It is the time that counts, and is never set to anything later.
    package var at: Timestamp
    /// When the meter says that it measured; `nil` where it has no clock.
    package var measuredAt: Timestamp?
    /// The meter's own count of seconds, where it has that in the place of a clock (SML's secIndex).
    package var secondsIndex: Int64?
    /// By which language it came; `nil` in entries from before this was noted.
    package var origin: ReadingOrigin?
    /// The map it was read by: vendor and model of the profile, where there is one.
    package var profile: String?
    package var registers: [RegisterValue]

    package init(
        meter: MeterID, serialNumber: String?, at: Timestamp, registers: [RegisterValue],
        origin: ReadingOrigin? = nil, measuredAt: Timestamp? = nil, secondsIndex: Int64? = nil, profile: String? = nil
    ) {
        self.meter = meter
        self.serialNumber = serialNumber
        self.at = at
        self.registers = registers
        self.origin = origin
        self.measuredAt = measuredAt
        self.secondsIndex = secondsIndex
        self.profile = profile
    }

    package subscript(obis: OBIS) -> ExactDecimal? { registers.first { $0.obis == obis }?.value }

    /// The very same thing that the meter said before, on its way once more: its own clock stands where it stood, and
    /// so do all registers. A meter that tells no time cannot be caught at that.
    package func repeats(_ earlier: MeterReading) -> Bool {
        guard measuredAt != nil || secondsIndex != nil else { return false }
        return measuredAt == earlier.measuredAt && secondsIndex == earlier.secondsIndex
            && serialNumber == earlier.serialNumber && registers == earlier.registers
    }
}

/// By which language a reading came. Open: another source brings its own.
package struct ReadingOrigin: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let modbus: ReadingOrigin = "modbus"
    /// DSMR and its relatives at the customer's port.
    package static let p1: ReadingOrigin = "p1"
    package static let sml: ReadingOrigin = "sml"
    /// IEC 62056-21.
    package static let d0: ReadingOrigin = "d0"
    package static let ocpp: ReadingOrigin = "ocpp"
}

/// One register at one time.
package struct RegisterValue: Hashable, Codable, Sendable {
    package var obis: OBIS
    /// In `unit`.
    package var value: ExactDecimal
    package var unit: String
    /// The registers or bytes on the wire that the value was read from, in hexadecimal.
    package var raw: String

    package init(obis: OBIS, value: ExactDecimal, unit: String, raw: String) {
        self.obis = obis
        self.value = value
        self.unit = unit
        self.raw = raw
    }
}
