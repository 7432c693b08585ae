import Charging
import Testing

@testable import Telegrams

/// What distinguishes the countries and versions of the P1 port.
@Suite struct P1VariantTests {
    @Test func `DSMR 3 has no checksum and its gas value on a line of its own`() throws {
        let bytes = Samples.p1Unchecked([
            "0-0:96.1.1(4B384547303034303436333935353037)", "1-0:1.8.1(00100.001*kWh)", "1-0:1.8.2(00200.002*kWh)",
            "1-0:2.8.1(00000.000*kWh)", "1-0:2.8.2(00000.000*kWh)", "0-0:96.14.0(0001)", "1-0:1.7.0(0001.01*kW)",
            "1-0:2.7.0(0000.00*kW)", "0-1:24.1.0(3)", "0-1:96.1.0(3232323241424344313233343536373839)",
            "0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)", "(00012.345)", "0-1:24.4.0(1)",
        ])
        for bytes in [bytes, Bits.withParity(bytes)] {
            let telegram = try P1Tests.one(bytes)
            #expect(telegram.serialNumber == "K8EG004046395507")
            #expect(telegram.text(.energyImport) == "300003 Wh")
            #expect(telegram.text(.power) == "1010 W")
            let gas = try #require(telegram.attached.first)
            #expect(gas.channel == 1 && gas.kind == 3 && gas.serialNumber == "2222ABCD123456789")
            #expect(gas.measuredAt == nil)
            #expect(gas.registers.map(\.obis) == ["0-1:24.2.1"])
            #expect(gas.registers.first?.value == ExactDecimal("12.345"))
            #expect(gas.registers.first?.unit == "m3")
        }
    }

    @Test func `Belgian gas and water are meters of their own, with times of their own`() throws {
        let telegram = try P1Tests.one(
            "0-0:96.1.4(50217)", "0-0:96.1.1(3153414733313031303231363035)", "0-0:1.0.0(260512135409S)",
            "1-0:1.8.1(000000.034*kWh)", "1-0:1.8.2(000015.758*kWh)", "1-0:31.4.0(999*A)", "0-1:24.1.0(003)",
            "0-1:96.1.1(37464C4F32313139303333373333)", "0-1:24.4.0(1)", "0-1:24.2.3(260512134558S)(00112.384*m3)",
            "0-2:24.1.0(007)", "0-2:96.1.1(3853414731323334353637383930)", "0-2:24.2.1(260512130000S)(00872.234*m3)",
            "0-3:24.1.0(004)", "0-3:24.2.1(260512130000S)(240.860*GJ)", "0-4:24.1.0(003)", "0-4:96.1.0()")
        #expect(telegram.text(.energyImport) == "15792 Wh")
        #expect(!telegram.registers.contains { $0.obis.rawValue.hasPrefix("0-") })
        #expect(telegram.attached.map(\.channel) == [1, 2, 3])
        #expect(telegram.attached.map(\.kind) == [3, 7, 4])
        #expect(telegram.attached.map(\.serialNumber) == ["7FLO2119033733", "8SAG1234567890", nil])
        #expect(
            telegram.attached.map { $0.measuredAt?.description } == [
                "2026-05-12T11:45:58Z", "2026-05-12T11:00:00Z", "2026-05-12T11:00:00Z",
            ])
        #expect(telegram.attached[0].registers.map(\.obis) == ["0-1:24.2.3"])
        #expect(telegram.attached[2].registers.map { "\($0.value) \($0.unit)" } == ["240.860 GJ"])
    }

    @Test func `Swedish and Hungarian meters have totals, and no version`() throws {
        let swedish = try P1Tests.one(
            "0-0:1.0.0(260418130014W)", "1-0:1.8.0(00006678.394*kWh)", "1-0:2.8.0(00000000.000*kWh)",
            "1-0:3.8.0(00000021.988*kvarh)", "1-0:1.7.0(0001.727*kW)", "1-0:2.7.0(0000.000*kW)",
            "1-0:21.7.0(0001.023*kW)", "1-0:22.7.0(0000.000*kW)", "1-0:31.7.0(002.84*A)")
        #expect(swedish.text(.energyImport) == "6678394 Wh")
        #expect(swedish.text("1-0:3.8.0") == "21988 varh")
        #expect(swedish.text("1-0:36.7.0") == "1023 W")
        #expect(swedish.text("1-0:31.7.0") == "2.84 A")
        let hungarian = try P1Tests.one(
            Samples.p1(
                [
                    "0-0:1.0.0(230724150730S)", "0-0:42.0.0(AUX1030303364326)", "0-0:96.1.0(9902759121)",
                    "0-0:96.50.68(*****)", "1-0:1.8.0(000173.640*kWh)", "1-0:1.8.1(000047.304*kWh)",
                    "1-0:1.8.2(000126.336*kWh)", "1-0:1.8.3(000000.000*kWh)", "1-0:2.8.0(000000.000*kWh)",
                    "1-0:32.7.0(229.4*V)", "1-0:13.7.0(0.832)", "1-0:14.7.0(50.03*Hz)", "1-0:1.7.0(00.193*kW)",
                    "1-0:2.7.0(00.000*kW)", "0-0:98.1.0(230701000000S)(000040.777*kWh)(000008.218*kWh)",
                ], name: "AUX59902759121"))
        #expect(hungarian.serialNumber == "9902759121")
        #expect(hungarian.text(.energyImport) == "173640 Wh")
        #expect(hungarian.text("1-0:14.7.0") == "50.03 Hz")
    }

    @Test func `Luxembourgish meters have their number where others have none`() throws {
        let telegram = try P1Tests.one(
            "1-3:0.2.8(42)", "0-0:1.0.0(220905162534S)", "0-0:42.0.0(53414731303330373030303839303637)",
            "1-0:1.8.0(000473.181*kWh)", "1-0:2.8.0(000006.294*kWh)", "1-0:3.8.0(000008.402*kvarh)",
            "1-0:1.7.0(00.047*kW)", "1-0:2.7.0(00.000*kW)", "0-0:17.0.0(27.2*kVA)")
        #expect(telegram.serialNumber == "SAG1030700089067")
        #expect(telegram.text(.energyImport) == "473181 Wh")
    }

    @Test func `a checksum without its leading zero is the same number`() throws {
        let padded = try #require(
            (0..<200_000).lazy.map { Samples.p1(["1-0:1.8.0(\($0)*kWh)"]) }
                .first { $0[$0.count - 6] == UInt8(ascii: "0") && $0[$0.count - 5] != UInt8(ascii: "0") })
        var short = padded
        short.remove(at: short.count - 6)
        #expect(try P1Tests.one(short) == P1Tests.one(padded))
    }

    @Test func `an encrypted telegram is called encrypted, and the next plain one is read`() {
        let content = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 47) } + Array("\r\n/XYZ5\r\n".utf8)
        var bytes: [UInt8] = [0xDB, 0x08] + Array("SAG".utf8) + [1, 2, 3, 4, 5]
        bytes += [0x82, UInt8((content.count + 5) >> 8), UInt8((content.count + 5) & 0xFF), 0x30, 0, 0, 0, 9]
        bytes += content
        let outcomes = TelegramFormat.p1.read(bytes + Samples.p1)
        #expect(outcomes.map(\.damage) == [.encrypted, nil])
        #expect(outcomes.last?.telegram?.text(.energyImport) == "3580245 Wh")
        // The same first byte as noise hides nothing.
        #expect(TelegramFormat.p1.read([0xDB, 0x08] + Samples.p1).map(\.damage) == [nil])
        #expect(TelegramFormat.p1.read([0xDB] + Samples.p1).map(\.damage) == [nil])
    }
}
