/// What one visit to a meter brought home: its registers at one moment, exactly as read.
package struct MeterReading: Hashable, Codable, Sendable {
    package var meter: MeterID
    /// Read from the meter itself, so that an exchanged meter is noticed; `nil` where it has no such register.
    package var serialNumber: String?
    /// When the answer arrived, by the box's clock.
    package var at: Timestamp
    package var registers: [RegisterValue]

    package init(meter: MeterID, serialNumber: String?, at: Timestamp, registers: [RegisterValue]) {
        self.meter = meter
        self.serialNumber = serialNumber
        self.at = at
        self.registers = registers
    }

    package subscript(obis: OBIS) -> ExactDecimal? { registers.first { $0.obis == obis }?.value }
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

/// The name of a register (IEC 62056-61), `1-0:1.8.0` for instance.
package struct OBIS: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Active energy imported, all tariffs, in Wh.
    package static let energyImport: OBIS = "1-0:1.8.0"
    /// Active energy exported, all tariffs, in Wh.
    package static let energyExport: OBIS = "1-0:2.8.0"
    /// Active power over all phases in W; negative while exporting.
    package static let power: OBIS = "1-0:16.7.0"
}
