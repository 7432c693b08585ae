package import Charging

/// What a meter tells in one telegram, by itself or when it is asked: the same as a visit to a Modbus meter brings home.
package struct Telegram: Hashable, Sendable {
    /// The number on the meter's plate, as far as the telegram has it.
    package var serialNumber: String?
    /// When the meter says that it measured; `nil` where it tells no time, or only counts seconds.
    package var measuredAt: Timestamp?
    /// In the units readings are recorded in: Wh and not kWh. One entry an OBIS code.
    ///
    /// The raw value is, in hexadecimal, the brackets of the line as they were sent (P1, IEC 62056-21), or the fields
    /// unit, scaler and value as they were sent (SML). Where a register was made from others of the same telegram (a
    /// sum of tariffs, import less export), it is theirs one after the other.
    package var registers: [RegisterValue]
    /// The three letters of the maker (FLAG association), `EMH` for instance.
    package var manufacturer: String?
    /// The seconds a meter without a clock counts instead. When they stand still, so does the meter.
    package var secondsCounted: UInt32?
    /// With which the meter signs its values, in hexadecimal.
    package var publicKey: String?
    /// The gas, water and heat meters that report through this one. Each is a meter of its own.
    package var attached: [AttachedMeter]
    package var notices: [TelegramNotice]

    package init(
        serialNumber: String?, measuredAt: Timestamp?, registers: [RegisterValue], manufacturer: String? = nil,
        attached: [AttachedMeter] = [], notices: [TelegramNotice] = []
    ) {
        self.serialNumber = serialNumber
        self.measuredAt = measuredAt
        self.registers = registers
        self.manufacturer = manufacturer
        self.attached = attached
        self.notices = notices
    }

    package subscript(obis: OBIS) -> ExactDecimal? { registers.first { $0.obis == obis }?.value }
}

/// A meter on the M-Bus of an electricity meter, which passes its readings on. They are often hours old.
package struct AttachedMeter: Hashable, Sendable {
    /// The channel it is connected to: the n of `0-n:24.2.1`.
    package var channel: UInt8
    /// What it measures, as M-Bus numbers it (EN 13757-3): 3 is gas, 4 heat, 6 hot water, 7 water.
    package var kind: UInt8?
    package var serialNumber: String?
    /// When it measured, which is not when the telegram was sent.
    package var measuredAt: Timestamp?
    package var registers: [RegisterValue]

    package init(
        channel: UInt8, kind: UInt8? = nil, serialNumber: String? = nil, measuredAt: Timestamp? = nil,
        registers: [RegisterValue] = []
    ) {
        self.channel = channel
        self.kind = kind
        self.serialNumber = serialNumber
        self.measuredAt = measuredAt
        self.registers = registers
    }
}

/// What the technician should be told about a meter that otherwise reads well.
package enum TelegramNotice: Hashable, Sendable, CustomStringConvertible {
    /// Whole kWh and no power: the meter shows everything only to who has entered its PIN.
    case pinMissing
    /// The meter may have sent a positive power as a negative one, and its status does not say which; it is left out.
    case signUnknown(OBIS)
    /// The meter reports a fault of its own, in its maker's code.
    case fault(String)

    package var summary: String {
        switch self {
        case .pinMissing: "The meter sends whole kWh only and no power."
        case .signUnknown(let obis): "The meter's \(obis) has a known sign error and could not be told; it is left out."
        case .fault(let code): "The meter reports the fault \(code)."
        }
    }

    package var remedy: String {
        switch self {
        case .pinMissing:
            "Ask the grid operator for its PIN, enter it at the meter with a torch or its button, and switch the full "
                + "data record on (Inf ON)."
        case .signUnknown: "Nothing; it is read again as soon as it can be told."
        case .fault: "Look it up in its manual; it may have to be replaced."
        }
    }

    package var description: String { "\(summary) \(remedy)" }
}
