import Charging
import Testing

@testable import Telegrams

@Suite struct D0Tests {
    static func one(_ bytes: [UInt8]) throws -> Telegram {
        let outcomes = TelegramFormat.d0.read(bytes)
        try #require(outcomes.count == 1, "\(outcomes)")
        return try #require(outcomes[0].telegram, "\(outcomes)")
    }

    @Test func `the vector of the fact sheet reads as the fact sheet says`() throws {
        #expect(Samples.d0.last == 0x19)
        for bytes in [Samples.d0, Bits.withParity(Samples.d0), Array(Samples.d0.drop { $0 != 0x02 })] {
            let telegram = try Self.one(bytes)
            #expect(telegram.serialNumber == "12345678")
            #expect(telegram.text(.energyImport) == "1234500 Wh")
            #expect(telegram.text(.energyExport) == "12300 Wh")
            #expect(telegram.registers.count == 2)
        }
        #expect(try Self.one(Samples.d0).manufacturer == "XYZ")
    }

    @Test func `lines that a meter pushes need no check character`() throws {
        let bytes = Samples.pushed([
            "1-0:0.0.0*255(0272031312565)", "1-0:1.8.0*255(00052185.7825309*kWh)",
            "1-0:2.8.0*255(00019949.3221493*kWh)",
            "1-0:21.7.0*255(000747.85*W)", "1-0:1.7.255*255(-002124.86*W)", "1-0:96.5.5*255(80)",
            "0-0:96.1.255*255(1ESY1313002565)", "1-0:0.2.0*255(ver.03,432F,20170504)", "1-0:97.97.0*255(00000000)",
        ])
        let telegram = try Self.one(bytes)
        #expect(telegram.serialNumber == "1ESY1313002565")
        #expect(telegram.text(.energyImport) == "52185782.5309 Wh")
        #expect(telegram.text(.power) == "-2124.86 W")
        #expect(telegram.text("1-0:36.7.0") == "747.85 W")
        #expect(telegram.notices.isEmpty)
        // What follows the end, and fills the pause.
        var reader = TelegramReader(.d0)
        let rest = Array("  25803103\r\n".utf8) + [UInt8](repeating: 0xFF, count: 33)
        #expect(reader.feed(bytes + rest + bytes).compactMap(\.telegram) == [telegram, telegram])
        #expect(reader.counters.damaged == 0 && reader.counters.discardedBytes == 43)
    }

    @Test(arguments: [
        "1.8.0(5*kWh)", "1-0:1.8.0*255(5*kWh)", "1-0:1.8.0(5*kWh)", "1-1:1.8.0*255(5*kWh)", "1.8.0(+5*KWH)",
        "1.8.0( 5 *kWh)",
    ])
    func `one register has many forms`(_ line: String) throws {
        #expect(try Self.one(Samples.block([line])).text(.energyImport) == "5000 Wh")
    }

    @Test func `stored values are not current`() throws {
        let telegram = try Self.one(
            Samples.block([
                "1.8.0(9*kWh)", "1.8.0*01(8*kWh)", "1.8.0&02(7*kWh)", "1.8.1(9*kWh)", "1.8.1*12(8*kWh)",
                "1.6.1(0.123*kW)(2601011200)", "1-2:1.8.0(1*kWh)",
            ]))
        #expect(telegram.registers.map(\.obis.rawValue) == ["1-0:1.8.0", "1-0:1.8.1", "1-2:1.8.0"])
    }

    @Test func `tariffs are summed in a block, and power of both directions is one`() throws {
        let telegram = try Self.one(
            Samples.block(["1.8.1(000100.5*kWh)", "1.8.2(000200.25*kWh)", "1.7.0(0.000*kW)", "2.7.0(1.500*kW)"]))
        #expect(telegram.text(.energyImport) == "300750 Wh")
        #expect(telegram.text(.power) == "-1500 W")
    }

    @Test(
        arguments: [
            (["0.0.0(77)", "C.1.0(12345678)"], "12345678"), (["0.0.0(77)"], "77"),
            (["C.1.0(00000000)", "0.0.0( 77)"], "77"),
            (["96.1.0(001LOG0065800041)"], "001LOG0065800041"), (["0.0(55)"], "55"), ([], nil),
        ] as [([String], String?)])
    func `the maker's number goes before the address`(_ lines: [String], _ expected: String?) throws {
        #expect(try Self.one(Samples.block(lines + ["1.8.0(1*kWh)"])).serialNumber == expected)
    }

    @Test(arguments: [
        ("F.F(00000001)", [TelegramNotice.fault("00000001")]), ("F.F(00)", []), ("97.97.0*255(80)", [.fault("80")]),
    ])
    func `a fault of the meter is told`(_ line: String, _ notices: [TelegramNotice]) throws {
        #expect(try Self.one(Samples.block([line, "1.8.0(1*kWh)"])).notices == notices)
    }

    @Test func `the echo of a request and a name said twice are no damage`() {
        var reader = TelegramReader(.d0)
        let name = Array("/XYZ5TEST-METER\r\n".utf8)
        let outcomes = reader.feed(Array("/?!\r\n".utf8) + name + [0xFF, 0x80] + Samples.d0)
        #expect(outcomes.map(\.damage) == [nil])
    }

    @Test func `noise of the change of speed hides no block`() throws {
        let noisy = Array("/XYZ5TEST-METER\r\n".utf8) + [0x00, 0xF8, 0xE1] + Samples.d0.drop { $0 != 0x02 }
        #expect(try Self.one(noisy).manufacturer == "XYZ")
    }

    @Test func `a wrong check character is damage`() {
        var bytes = Samples.d0
        bytes[bytes.count - 1] ^= 1
        #expect(TelegramFormat.d0.read(bytes) == [.damaged(.checksum)])
    }

    @Test(arguments: [20, 30, 45, 70])
    func `after a block that broke off the next one is read`(_ length: Int) {
        let outcomes = TelegramFormat.d0.read(Samples.d0.prefix(length) + Samples.d0)
        #expect(outcomes.last?.telegram?.text(.energyImport) == "1234500 Wh")
        #expect(outcomes.compactMap(\.telegram).count == 1)
    }

    @Test func `after pushed lines that broke off the next ones are read`() {
        let bytes = Samples.pushed(["1.8.0(1*kWh)", "2.8.0(2*kWh)"])
        for length in 30..<bytes.count - 4 {
            let outcomes = TelegramFormat.d0.read(bytes.prefix(length) + bytes)
            #expect(outcomes.map(\.damage) == [.truncated, nil], "cut after \(length) bytes: \(outcomes)")
        }
    }

    @Test(arguments: ["1.8.0(1*kW", "what?", "1.8.0 1*kWh", "(1*kWh"])
    func `pushed lines that are none are damage`(_ line: String) {
        let outcomes = TelegramFormat.d0.read(Samples.pushed([line, "2.8.0(2*kWh)"]))
        #expect(outcomes.count == 1 && outcomes.first?.damage != nil)
    }

    @Test func `a block without an end takes a bounded place`() {
        var reader = TelegramReader(.d0)
        #expect(reader.feed([0x02] + [UInt8](repeating: UInt8(ascii: "0"), count: 20_000)) == [.damaged(.tooLong)])
        #expect(reader.feed(Array("\r\n".utf8) + Samples.d0).compactMap(\.telegram).count == 1)
    }
}
