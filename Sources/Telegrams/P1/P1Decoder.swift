import Charging

/// Reads a P1 telegram whose beginning and end are found (DSMR 2.2 to 5, eMUCS and their relatives).
enum P1Decoder {
    /// DSMR 4, from which on every telegram has a checksum.
    private static let firstVersionWithChecksum = 40

    /// `body` is everything from `/` to `!`, `checksum` the digits behind it; DSMR 2 and 3 have none.
    static func telegram(
        _ body: ArraySlice<UInt8>, checksum: ArraySlice<UInt8>, zone: MeterZone
    ) throws(TelegramDamage) -> Telegram {
        let isVerified = !checksum.isEmpty
        var frame = TextFrame(try verified(body, checksum).dropLast())
        let identification = frame.takeIdentification()
        guard isVerified || identification != nil else { throw .malformed("its first line is no identification") }
        var reading = P1Reading(zone: zone)
        for line in try frame.data(isVerified: isVerified) { try reading.take(line) }
        guard isVerified || (reading.version ?? 0) < firstVersionWithChecksum else { throw .noChecksum }
        guard reading.lines > 0 else { throw .malformed("no line in it has a value") }
        return reading.telegram(from: identification, isVerified: isVerified)
    }

    /// The characters, once the checksum vouches for them. Some meters print it without its leading zeros.
    private static func verified(
        _ body: ArraySlice<UInt8>, _ checksum: ArraySlice<UInt8>
    ) throws(TelegramDamage) -> [UInt8] {
        guard !checksum.isEmpty else { return try Parity.stripped(body) }
        guard checksum.allSatisfy({ $0.sevenBits != UInt8(ascii: "+") }),
            let sum = UInt16(String(decoding: checksum.map(\.sevenBits), as: UTF8.self), radix: 16)
        else { throw .checksum }
        if CRC16.arc(body) == sum { return Array(body) }
        // A line set to eight bits where the meter sends seven and a parity bit.
        let characters = try Parity.stripped(body)
        guard CRC16.arc(characters) == sum else { throw .checksum }
        return characters
    }
}

/// What the lines of a telegram say, gathered one after the other.
private struct P1Reading {
    let zone: MeterZone
    private(set) var lines = 0
    /// 42 is version 4.2.
    private(set) var version: Int?
    private var measuredAt: Timestamp?
    private var serialNumbers: [SerialNumberPlace: String] = [:]
    private var registers = RegisterList()
    private var attached: [UInt8: AttachedReading] = [:]

    /// Where a serial number may stand, the best place first.
    private enum SerialNumberPlace: CaseIterable { case equipment, meter, device }

    init(zone: MeterZone) { self.zone = zone }

    mutating func take(_ line: DataLine) throws(TelegramDamage) {
        lines += 1
        guard let first = line.values.first else { return }
        switch (line.code.a, line.code.b, line.code.meaning) {
        case (0, 1..., _): try attached[line.code.b, default: AttachedReading()].take(line, zone)
        case (0...1, _, [1, 0, 0]): measuredAt = zone.moment(first)
        case (0...1, _, [0, 2, 8]): version = Int(first)
        case (0, 0, [96, 1, 4]): version = Int(first.prefix(2))
        case (0, 0, [96, 1, 1]): serialNumbers[.equipment] = SerialNumber.hexadecimal(first)
        case (0, 0, [96, 1, 0]): serialNumbers[.meter] = SerialNumber.perhapsHexadecimal(first)
        case (0, 0, [42, 0, 0]): serialNumbers[.device] = SerialNumber.hexadecimal(first)
        case (1..., _, _):
            guard line.values.count == 1, let quantity = Quantity(first) else { return }
            try registers.add(line.code, quantity.number, quantity.unit, raw: line.raw)
        default: break
        }
    }

    func telegram(from identification: Identification?, isVerified: Bool) -> Telegram {
        Telegram(
            serialNumber: SerialNumberPlace.allCases.lazy.compactMap { serialNumbers[$0] }.first,
            measuredAt: measuredAt, registers: registers.finished(isVerified: isVerified),
            manufacturer: identification?.manufacturer.uppercased(),
            attached: attached.sorted { $0.key < $1.key }.compactMap { $1.meter(channel: $0) })
    }
}
