import Charging

/// Reads an IEC 62056-21 telegram whose beginning and end are found.
enum D0Decoder {
    /// Where there is a block, it runs from STX (at `blockStart`) to the check character, the last byte of the frame.
    static func telegram(_ frame: ArraySlice<UInt8>, blockStart: Int?) throws(TelegramDamage) -> Telegram {
        guard let blockStart else {
            var lines = TextFrame(try Parity.stripped(frame))
            guard let identification = lines.takeIdentification() else {
                throw .malformed("its first line is no identification")
            }
            return try telegram(lines, identification, isVerified: false)
        }
        let block = try Parity.stripped(frame[blockStart...]).dropFirst()
        guard let check = block.last, BlockCheck.of(block.dropLast()) == check else { throw .checksum }
        // The identification may have come at another speed, and through the noise of the change.
        let heading = try? Parity.stripped(frame[..<blockStart].prefix { $0.sevenBits != 0x0D })
        let identification = heading.flatMap { Identification($0) }
        return try telegram(TextFrame(block.dropLast(2)), identification, isVerified: true)
    }

    private static func telegram(
        _ frame: TextFrame, _ identification: Identification?, isVerified: Bool
    ) throws(TelegramDamage) -> Telegram {
        var reading = D0Reading()
        for line in try frame.upToMark.data(isVerified: isVerified) { try reading.take(line) }
        guard reading.lines > 0 else { throw .malformed("no line in it has a value") }
        return reading.telegram(from: identification, isVerified: isVerified)
    }
}

/// What the lines of a telegram say, gathered one after the other.
private struct D0Reading {
    private(set) var lines = 0
    private var serialNumbers: [SerialNumberPlace: String] = [:]
    private var registers = RegisterList()
    private var fault: String?

    /// Where a serial number may stand, the best place first: the maker's (C.1.0), EasyMeter's, and the address on the
    /// line, which is often the owner's number.
    private enum SerialNumberPlace: CaseIterable { case maker, easyMeter, address }

    mutating func take(_ line: DataLine) throws(TelegramDamage) {
        lines += 1
        guard let first = line.values.first, line.code.isCurrent else { return }
        switch line.code.meaning {
        case [96, 1, 0]: serialNumbers[.maker] = SerialNumber.plain(first)
        case [96, 1, 255]: serialNumbers[.easyMeter] = SerialNumber.plain(first)
        case [0, 0, 0]: serialNumbers[.address] = SerialNumber.plain(first)
        case [97, 97, 0]: fault = SerialNumber.plain(first)
        default:
            guard line.code.a >= 1, line.values.count == 1, let quantity = Quantity(first) else { return }
            try registers.add(line.code, quantity.number, quantity.unit, raw: line.raw)
        }
    }

    func telegram(from identification: Identification?, isVerified: Bool) -> Telegram {
        Telegram(
            serialNumber: SerialNumberPlace.allCases.lazy.compactMap { serialNumbers[$0] }.first,
            measuredAt: nil, registers: registers.finished(isVerified: isVerified),
            manufacturer: identification?.manufacturer.uppercased(),
            notices: fault.map { [.fault($0)] } ?? [])
    }
}
