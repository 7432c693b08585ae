import Charging

/// What a P1 telegram says about one channel of the M-Bus.
struct AttachedReading {
    private var kind: UInt8?
    private var serialNumber: String?
    private var measuredAt: Timestamp?
    private var registers = RegisterList()

    mutating func take(_ line: DataLine, _ zone: MeterZone) throws(TelegramDamage) {
        guard let first = line.values.first, let last = line.values.last else { return }
        switch (line.code.c, line.code.d, line.code.e) {
        case (24, 1, 0): kind = UInt8(first)
        case (96, 1, 0), (96, 1, 1): serialNumber = SerialNumber.hexadecimal(first)
        case (24, 2, _):
            guard line.values.count <= 2, let quantity = Quantity(last) else { return }
            try take(quantity, line, line.code, at: line.values.count == 2 ? zone.moment(first) : nil)
        case (24, 3, 0):
            // DSMR 2 and 3: time, status, minutes, count, and then code, unit and value each in brackets of its own.
            // The time says no season.
            guard line.values.count == 7, var code = OBISCode(line.values[4].utf8),
                let quantity = Quantity(line.values[6], unit: line.values[5])
            else { return }
            code.b = line.code.b
            try take(quantity, line, code, at: nil)
        default: break
        }
    }

    /// One telegram may have values of several times; the meter is read at the first of them.
    private mutating func take(
        _ quantity: Quantity, _ line: DataLine, _ code: OBISCode, at moment: Timestamp?
    ) throws(TelegramDamage) {
        guard registers.isEmpty || moment == measuredAt else { return }
        measuredAt = moment
        try registers.add(code, quantity.number, quantity.unit, raw: line.raw)
    }

    /// `nil` when it has no value to show.
    func meter(channel: UInt8) -> AttachedMeter? {
        guard !registers.isEmpty else { return nil }
        return AttachedMeter(
            channel: channel, kind: kind, serialNumber: serialNumber, measuredAt: measuredAt,
            registers: registers.finished(isVerified: true))
    }
}
