import Charging
import Testing

@testable import Telegrams

@Suite struct P1Tests {
    static func one(_ bytes: [UInt8], _ zone: MeterZone = .centralEurope) throws -> Telegram {
        var reader = TelegramReader(.p1, zone: zone)
        let outcomes = reader.feed(bytes)
        try #require(outcomes.count == 1, "\(outcomes)")
        return try #require(outcomes[0].telegram, "\(outcomes)")
    }

    static func one(_ lines: String...) throws -> Telegram { try one(Samples.p1(lines)) }

    @Test func `the vector of the fact sheet reads as the fact sheet says`() throws {
        #expect(Samples.p1.suffix(6) == Array("608C\r\n".utf8)[...])
        let telegram = try Self.one(Samples.p1)
        #expect(telegram.serialNumber == "E0031234567890")
        #expect(telegram.manufacturer == "XYZ")
        #expect(telegram.measuredAt?.description == "2026-01-15T12:00:00Z")
        #expect(telegram.text(.energyImport) == "3580245 Wh")
        #expect(telegram.text(.energyExport) == "30003 Wh")
        #expect(telegram.text(.power) == "3456 W")
        #expect(telegram.text("1-0:1.7.0") == "3456 W")
        #expect(telegram.text("1-0:2.7.0") == "0 W")
        #expect(telegram.text("1-0:32.7.0") == "230.1 V")
        #expect(telegram.text("1-0:31.7.0") == "5 A")
        #expect(telegram.text("1-0:36.7.0") == "1152 W")
        #expect(telegram.text("1-0:1.8.1") == "1234567 Wh")
        #expect(telegram.attached.isEmpty && telegram.notices.isEmpty)
    }

    @Test func `the raw value is what stands in the line, and of a sum what stands in its lines`() throws {
        let telegram = try Self.one(Samples.p1)
        let raw = Dictionary(uniqueKeysWithValues: telegram.registers.map { ($0.obis, Bits.bytes($0.raw)) })
        #expect(raw["1-0:32.7.0"] == Array("(230.1*V)".utf8))
        #expect(raw[.energyImport] == Array("(001234.567*kWh)(002345.678*kWh)".utf8))
        #expect(raw[.power] == Array("(03.456*kW)(00.000*kW)".utf8))
    }

    @Test(arguments: [
        ("0-0:1.0.0(260715130000S)", MeterZone.centralEurope, "2026-07-15T11:00:00Z"),
        ("0-0:1.0.0(260715130000S)", .westernEurope, "2026-07-15T12:00:00Z"),
        ("0-0:1.0.0(260115130000W)", .easternEurope, "2026-01-15T11:00:00Z"),
        ("0-0:1.0.0(261025023000S)", .centralEurope, "2026-10-25T00:30:00Z"),
        ("0-0:1.0.0(261025023000W)", .centralEurope, "2026-10-25T01:30:00Z"),
    ])
    func `the meter's time is in its zone and season`(_ line: String, _ zone: MeterZone, _ expected: String) throws {
        let telegram = try Self.one(Samples.p1([line, "1-0:1.8.0(1*kWh)"]), zone)
        #expect(telegram.measuredAt?.description == expected)
    }

    @Test(arguments: ["(260115130000)", "(700101010000W)", "(261315130000W)", "()", "(260115130000X)"])
    func `a time that is none is not guessed`(_ value: String) throws {
        #expect(try Self.one("0-0:1.0.0\(value)", "1-0:1.8.0(1*kWh)").measuredAt == nil)
    }

    @Test func `a total the meter has is taken and not summed`() throws {
        let telegram = try Self.one(
            "1-0:1.8.0(006545766*Wh)", "1-0:1.8.1(005017120*Wh)", "1-0:1.8.2(001528646*Wh)", "1-0:1.7.0(000000286*W)",
            "1-0:2.7.0(000000300*W)", "1-0:3.8.0(000000747*varh)", "1-0:4.7.0(0.166*kvar)")
        #expect(telegram.text(.energyImport) == "6545766 Wh")
        #expect(telegram.text(.power) == "-14 W")
        #expect(telegram.text("1-0:3.8.0") == "747 varh")
        #expect(telegram.text("1-0:4.7.0") == "166 var")
    }

    @Test func `up to nine tariffs are summed, unless one is missing in between`() throws {
        let whole = try Self.one("1-0:1.8.1(1*kWh)", "1-0:1.8.2(2*kWh)", "1-0:1.8.3(4*kWh)", "1-0:1.8.4(8*kWh)")
        #expect(whole.text(.energyImport) == "15000 Wh")
        let gap = try Self.one("1-0:1.8.1(1*kWh)", "1-0:1.8.3(4*kWh)")
        #expect(gap[.energyImport] == nil)
        #expect(gap.text("1-0:1.8.3") == "4000 Wh")
    }

    @Test func `no import power is no power when an export may hide behind it`() throws {
        let both = try Self.one("1-0:1.8.0(1*kWh)", "1-0:2.8.0(1*kWh)", "1-0:1.7.0(0.000*kW)")
        #expect(both[.power] == nil)
        let importing = try Self.one("1-0:1.8.0(1*kWh)", "1-0:2.8.0(1*kWh)", "1-0:1.7.0(0.100*kW)")
        #expect(importing.text(.power) == "100 W")
        let simple = try Self.one("1-0:1.8.0(1*kWh)", "1-0:1.7.0(0.000*kW)")
        #expect(simple.text(.power) == "0 W")
    }

    @Test func `power of a phase is import less export`() throws {
        let telegram = try Self.one("1-0:41.7.0(00.000*kW)", "1-0:42.7.0(01.250*kW)", "1-0:1.8.0(1*kWh)")
        #expect(telegram.text("1-0:56.7.0") == "-1250 W")
        #expect(telegram.text("1-0:41.7.0") == "0 W")
    }

    @Test func `a register twice is taken once, and refused when it differs`() throws {
        #expect(try Self.one("1-0:1.8.0(1*kWh)", "1-0:1.8.0(1*kWh)").registers.count == 1)
        #expect(
            TelegramFormat.p1.read(Samples.p1(["1-0:1.8.0(1*kWh)", "1-0:1.8.0(2*kWh)"]))
                == [.damaged(.contradiction(.energyImport))])
    }

    @Test func `lines that are not known, and long ones, are passed over`() throws {
        let message = String(repeating: "3F", count: 1024)
        let telegram = try Self.one(
            "0-0:96.13.0(\(message))", "9-9:99.99.99(?)", "what is this",
            "1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(1*s)",
            "1-0:32.32.0(00002)", "1-0:1.8.0*01(5*kWh)", "1-0:1.8.0(1*kWh)", "0-0:17.0.0(999.9*kW)",
            "0-0:96.50.68(*****)")
        #expect(telegram.registers.map(\.obis) == [.energyImport])
    }

    @Test func `numbers that are none have no value`() throws {
        let telegram = try Self.one(
            "1-0:1.8.0(1*kWh)", "1-0:21.7.0(nan*kW)", "1-0:41.7.0(1e3*kW)", "1-0:61.7.0(*kW)", "1-0:22.7.0(5*kg)",
            "1-0:42.7.0(99999999999999999999*kW)", "1-0:62.7.0(5)")
        #expect(telegram.registers.map(\.obis) == [.energyImport])
    }

    @Test(arguments: [
        ("0-0:96.1.1(4530303331323334353637383930)", "E0031234567890"),
        ("0-0:96.1.1(3153414733313031303231363035)", "1SAG3101021605"),
        ("0-0:96.1.1(3960221976967177082151037881335713)", "3960221976967177082151037881335713"),
        ("0-0:96.1.1(ADC3100000158491)", "ADC3100000158491"),
        ("0-0:96.1.0(9902759121)", "9902759121"),
        ("0-0:96.1.0(3132333435363738)", "3132333435363738"),
        ("0-0:96.1.0(383930303030303030303031323334)", "890000000001234"),
        ("0-0:42.0.0(53414731303330373030303839303637)", "SAG1030700089067"),
        ("0-0:42.0.0(AUX1030303364326)", "AUX1030303364326"),
        ("0-0:96.1.1(00000000000000)", nil),
        ("0-0:96.1.1()", nil),
    ])
    func `the serial number is read as the meter writes it`(_ line: String, _ expected: String?) throws {
        #expect(try Self.one(line, "1-0:1.8.0(1*kWh)").serialNumber == expected)
    }
}
