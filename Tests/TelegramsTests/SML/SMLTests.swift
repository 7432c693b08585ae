import Charging
import Testing

@testable import Telegrams

@Suite struct SMLTests {
    static func one(_ bytes: [UInt8]) throws -> Telegram {
        let outcomes = TelegramFormat.sml.read(bytes)
        try #require(outcomes.count == 1, "\(outcomes)")
        return try #require(outcomes[0].telegram, "\(outcomes)")
    }

    private static let energy = SMLWriter.Entry(
        name: SMLWriter.energyImport, value: SMLWriter.unsigned(0x00, 0x41, 0x71, 0xC4))

    @Test func `the vector of the fact sheet reads as the fact sheet says`() throws {
        let telegram = try Self.one(Samples.sml)
        #expect(telegram.serialNumber == "1LGZ0054541129")
        #expect(telegram.secondsCounted == 1000 && telegram.measuredAt == nil)
        #expect(telegram.text(.energyImport) == "1234567.8 Wh")
        #expect(telegram.text(.energyExport) == "123.4 Wh")
        #expect(telegram.text(.power) == "-1500 W")
        #expect(telegram.registers.count == 3 && telegram.notices.isEmpty)
    }

    @Test func `the raw value is unit, scaler and value as they were sent`() throws {
        let telegram = try Self.one(Samples.sml)
        #expect(
            telegram.registers.map(\.raw) == [
                "621e52ff690000000000bc614e", "621e52ff6900000000000004d2", "621b520055fffffa24",
            ])
    }

    @Test(
        arguments: [
            ([0x52, 0xFF], "-1 W"), ([0x52, 0x7F], "127 W"), ([0x53, 0xFF, 0x00], "-256 W"),
            ([0x54, 0x80, 0, 0], "-8388608 W"),
            ([0x54, 0x7F, 0xFF, 0xFF], "8388607 W"), ([0x62, 0xFF], "255 W"), ([0x64, 0x80, 0, 0], "8388608 W"),
            ([0x59, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE], "-2 W"),
        ] as [([UInt8], String)])
    func `numbers of any width have their sign`(_ value: [UInt8], _ expected: String) throws {
        let power = SMLWriter.Entry(name: SMLWriter.power, unit: 27, scaler: 0, value: value)
        #expect(try Self.one(SMLWriter.file([Self.energy, power])).text(.power) == expected)
    }

    @Test func `a number that leaves 64 bits has no value`() throws {
        let power = SMLWriter.Entry(
            name: SMLWriter.power, unit: 27, scaler: 0,
            value: SMLWriter.unsigned(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF))
        #expect(try Self.one(SMLWriter.file([Self.energy, power])).registers.map(\.obis) == [.energyImport])
    }

    @Test func `registers without a unit, stored ones and those of the maker are left out`() throws {
        let entries = [
            Self.energy,
            SMLWriter.Entry(name: [1, 0, 1, 8, 0, 96], value: SMLWriter.unsigned(5)),
            SMLWriter.Entry(name: [129, 129, 1, 8, 0, 255], value: SMLWriter.unsigned(5)),
            SMLWriter.Entry(name: [1, 0, 96, 5, 0, 255], unit: 255, value: SMLWriter.unsigned(5)),
            SMLWriter.Entry(name: [1, 0, 2, 8, 0, 255], scaler: 90, value: SMLWriter.unsigned(5)),
        ]
        #expect(try Self.one(SMLWriter.file(entries)).registers.map(\.obis) == [.energyImport])
    }

    @Test(
        arguments: [
            ([0x72, 0x62, 0x02, 0x65, 0x6A, 0x00, 0x00, 0x00], nil, "2026-05-10T03:48:16Z"),
            (
                [0x72, 0x62, 0x03, 0x73, 0x65, 0x6A, 0x00, 0x00, 0x00, 0x52, 0x3C, 0x52, 0x3C], nil,
                "2026-05-10T03:48:16Z"
            ),
            ([0x72, 0x62, 0x02, 0x62, 0x05], nil, nil),
            ([0x65, 0x01, 0x71, 0x62, 0xA8], 24_208_040, nil),
            ([0x72, 0x62, 0x01, 0x62, 0x07], 7, nil),
            ([0x01], nil, nil),
        ] as [([UInt8], UInt32?, String?)])
    func `the meter's time is what it is`(_ time: [UInt8], _ seconds: UInt32?, _ moment: String?) throws {
        let telegram = try Self.one(SMLWriter.file(time: time, [Self.energy]))
        #expect(telegram.secondsCounted == seconds)
        #expect(telegram.measuredAt?.description == moment)
    }

    @Test func `the time beside a value is taken where the list has none`() throws {
        var energy = Self.energy
        energy.time = SMLWriter.unsigned(0x00, 0x14, 0x8E, 0x03)
        #expect(try Self.one(SMLWriter.file(time: SMLWriter.absent, [energy])).secondsCounted == 1_347_075)
        energy.time = SMLWriter.list([SMLWriter.unsigned(2), SMLWriter.unsigned(0x6A, 0, 0, 0)])
        let telegram = try Self.one(SMLWriter.file(time: SMLWriter.absent, [energy]))
        #expect(telegram.measuredAt?.description == "2026-05-10T03:48:16Z")
    }

    @Test(arguments: [
        ("0a01454d480000a1bd34", "1EMH0010599732"), ("09014553591103b599a5", "1ESY1162232997"),
        ("06454d480107197c2456", "06454D480107197C2456"), ("01a815133577030102", "01A815133577030102"),
        ("0a01454d4800ffffffff", "0A01454D4800FFFFFFFF"), ("0a01", "0A01"), ("0000", nil),
        ("3032323830383136", "02280816"), ("", nil),
    ])
    func `the server id is the number on the plate`(_ id: String, _ expected: String?) throws {
        #expect(try Self.one(SMLWriter.file(server: Bits.bytes(id), [Self.energy])).serialNumber == expected)
    }

    @Test func `maker and public key are read`() throws {
        let key = (0..<48).map { UInt8($0) }
        let entries = [
            Self.energy,
            SMLWriter.Entry(name: [129, 129, 199, 130, 3, 255], value: SMLWriter.octets(Array("EMH".utf8))),
            SMLWriter.Entry(name: [129, 129, 199, 130, 5, 255], value: SMLWriter.octets(key)),
        ]
        let telegram = try Self.one(SMLWriter.file(entries))
        #expect(telegram.manufacturer == "EMH")
        #expect(telegram.publicKey.map(Bits.bytes) == key)
    }

    @Test func `a list of many values has a count of two bytes`() throws {
        let entries = (0..<40).map { SMLWriter.Entry(name: [1, 0, 1, 8, UInt8($0), 255], value: [0x62, UInt8($0)]) }
        #expect(try Self.one(SMLWriter.file(entries)).registers.count == 40)
    }

    @Test func `the checksum of a message may be Kermit's, or absent`() throws {
        let normal = try Self.one(SMLWriter.file([Self.energy]))
        #expect(try Self.one(SMLWriter.file([Self.energy], checksum: { Bits.kermit($0) })) == normal)
        #expect(try Self.one(SMLWriter.file([Self.energy], checksum: nil)) == normal)
        let wrong = SMLWriter.file([Self.energy], checksum: { Bits.x25($0) ^ 0x0100 })
        #expect(TelegramFormat.sml.read(wrong) == [.damaged(.checksum)])
    }

    @Test func `an escape in the data is data, and only in step`() throws {
        let escape: [UInt8] = [0x1B, 0x1B, 0x1B, 0x1B]
        for shift in 0..<4 {
            let name = [UInt8](repeating: 7, count: shift) + escape + [1, 1, 1, 2] + escape + escape
            let text = SMLWriter.Entry(name: [1, 0, 96, 1, 0, 255], value: SMLWriter.octets(name))
            #expect(try Self.one(SMLWriter.file([Self.energy, text])).text(.energyImport) == "428896.4 Wh")
        }
    }

    @Test func `a file without a list of values is no telegram and no damage`() {
        var reader = TelegramReader(.sml)
        let file = SMLWriter.transport(SMLWriter.message(2, SMLWriter.list([SMLWriter.absent])))
        #expect(reader.feed(file).isEmpty)
        #expect(reader.counters.discardedBytes == file.count && reader.counters.damaged == 0)
    }

    @Test(
        arguments: [
            (-1, [0x65, 0x00, 0x00, 0x4E, 0x20], false, true), (-1, [0x65, 0x00, 0x00, 0x4E, 0x21], false, false),
            (3, [0x62, 0x07], false, true), (3, [0x62, 0x07], true, false),
        ] as [(Int8, [UInt8], Bool, Bool)])
    func `whole kWh and no power mean that the PIN is missing`(
        _ scaler: Int8, _ value: [UInt8], _ hasPower: Bool, _ isMissing: Bool
    ) throws {
        var entries = [SMLWriter.Entry(name: SMLWriter.energyImport, scaler: scaler, value: value)]
        if hasPower { entries.append(SMLWriter.Entry(name: SMLWriter.power, unit: 27, value: SMLWriter.signed(5))) }
        #expect(try Self.one(SMLWriter.file(entries)).notices.contains(.pinMissing) == isMissing)
    }

    @Test(
        arguments: [
            (42_000_000, [0x64, 0x1C, 0x01, 0x04], "356.24 W", false),
            (42_000_000, [0x64, 0x1C, 0x79, 0x04], "-299.12 W", false),
            (42_000_000, [0x64, 0x1C, 0x09, 0x04], nil, true), (42_000_000, [0x01], nil, true),
            (41_999_999, [0x64, 0x1C, 0x01, 0x04], "-299.12 W", false),
            (57_000_000, [0x64, 0x1C, 0x01, 0x04], "356.24 W", false),
            (60_694_613, [0x64, 0x1C, 0x01, 0x04], "-299.12 W", false),
        ] as [(UInt32, [UInt8], String?, Bool)])
    func `the sign of a DZG meter's power is what its status says`(
        _ number: UInt32, _ status: [UInt8], _ expected: String?, _ isUnknown: Bool
    ) throws {
        let server: [UInt8] =
            [0x0A, 0x01, 0x44, 0x5A, 0x47, 0x00] + (0..<4).map { UInt8(number >> (24 - 8 * $0) & 0xFF) }
        let energy = SMLWriter.Entry(name: SMLWriter.energyImport, status: status, value: SMLWriter.unsigned(5))
        let power = SMLWriter.Entry(name: SMLWriter.power, unit: 27, scaler: -2, value: SMLWriter.signed(0x8B, 0x28))
        let telegram = try Self.one(SMLWriter.file(server: server, [energy, power]))
        #expect(telegram.text(.power) == expected)
        #expect(telegram.notices == (isUnknown ? [.signUnknown(.power)] : []))
    }
}
