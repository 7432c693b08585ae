package import Charging

/// What a meter tells in one telegram, by itself or when it is asked: the same as a visit to a Modbus meter brings home.
package struct Telegram: Hashable, Sendable {
    /// The number on the meter's plate, as far as the telegram has it.
    package var serialNumber: String?
    /// When the meter says that it measured; `nil` where it tells no time, or only counts seconds.
    package var measuredAt: Timestamp?
    /// In the units readings are recorded in: Wh and not kWh. One entry an OBIS code.
    package var registers: [RegisterValue]

    package init(serialNumber: String?, measuredAt: Timestamp?, registers: [RegisterValue]) {
        self.serialNumber = serialNumber
        self.measuredAt = measuredAt
        self.registers = registers
    }

    package subscript(obis: OBIS) -> ExactDecimal? { registers.first { $0.obis == obis }?.value }
}
