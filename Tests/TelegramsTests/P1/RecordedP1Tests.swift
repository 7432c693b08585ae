import Charging
import Foundation
import Testing

@testable import Telegrams

@Suite(.enabled(if: SharedTelegrams.arePresent, "The recorded telegrams are not here."))
struct RecordedP1Tests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var name: String
        var serial: String?
        var at: String?
        var values: [OBIS: String]
        var attached: [String]
        var testDescription: String { name }
    }

    /// Read off the recordings by eye, and added up by hand.
    static let expectations = [
        Expectation(
            name: "at-sagemcom-t210.txt", serial: nil, at: "2022-10-06T13:50:14Z",
            values: [
                .energyImport: "6545766 Wh", .energyExport: "58 Wh", .power: "286 W", "1-0:4.8.0": "3897726 varh",
            ],
            attached: []),
        Expectation(
            name: "fluvius-be-v1.7.1.txt", serial: "1SAG3101021605", at: "2020-05-12T11:54:09Z",
            values: [.energyImport: "15792 Wh", .energyExport: "11 Wh", .power: "0 W", "1-0:32.7.0": "234.7 V"],
            attached: [
                "0-1:24.2.3 112.384 m3 7FLO2119033733 2020-05-12T11:45:58Z",
                "0-2:24.2.1 872.234 m3 8SAG1234567890 2020-05-12T11:45:58Z",
            ]),
        Expectation(
            name: "p1-example-4.0.txt", serial: "K8EG004046395507", at: "2010-12-09T10:30:20Z",
            values: [.energyImport: "246913578 Wh", .energyExport: "246913578 Wh", .power: "1193 W"],
            attached: ["0-1:24.2.1 12785.123 m3 2222ABCD123456789 2010-12-09T10:00:00Z"]),
        Expectation(
            name: "p1-example-5.0.txt", serial: "K8EG004046395507", at: "2010-12-09T10:30:20Z",
            values: [
                .energyImport: "246913578 Wh", .power: "1193 W", "1-0:36.7.0": "-3333 W", "1-0:52.7.0": "220.2 V",
                "1-0:71.7.0": "3 A",
            ],
            attached: ["0-1:24.2.1 12785.123 m3 2222ABCD123456789 2010-12-09T10:25:00Z"]),
        Expectation(
            name: "v2.2-iskra-mt382.txt", serial: nil, at: nil,
            values: [.energyImport: "2002 Wh", .energyExport: "2002 Wh", .power: "1010 W"],
            attached: ["0-1:24.2.1 1.001 m3 - -"]),
        Expectation(
            name: "v4-unpadded-crc.txt", serial: "ADC3100000158491", at: "2026-02-15T19:05:23Z", values: [:],
            attached: ["0-1:24.2.1 240.860 GJ 621848012D2C0B0C 2026-02-15T19:05:23Z"]),
        Expectation(
            name: "v4.2-kaifa.txt", serial: "3960221976967177082151037881335713", at: "2016-11-13T19:57:57Z",
            values: [.energyImport: "3016829 Wh", .energyExport: "0 Wh", .power: "2027 W", "1-0:56.7.0": "1247 W"],
            attached: ["0-1:24.2.1 981.443 m3 4819243993373755377509728609491464 2016-11-29T19:00:00Z"]),
        Expectation(
            name: "v5.0-iskra.txt", serial: "K8EG004046395507", at: "2017-01-02T18:20:02Z",
            values: [.energyImport: "6825 Wh", .energyExport: "2444 Wh", .power: "244 W", "1-0:31.7.0": "0.48 A"],
            attached: ["0-1:24.2.1 0.107 m3 2222ABCD123456789 2017-01-02T15:10:05Z"]),
        Expectation(
            name: "v5.0-two-mbus.txt", serial: "E0044007382246019", at: "2020-04-26T20:33:25Z",
            values: [.energyImport: "2375582 Wh", .energyExport: "0 Wh", .power: "111 W", "1-0:72.7.0": "222.9 V"],
            attached: ["0-2:24.2.1 246.138 m3 G0039001936990619 2020-04-26T20:30:01Z"]),
    ]

    /// The examples printed in the standard carry checksums that are not theirs.
    static let misprinted = ["p1-example-4.0.txt", "p1-example-5.0.txt"]

    /// The recording, with the checksum that belongs to it where it is misprinted.
    private static func bytes(_ name: String) throws -> [UInt8] {
        let bytes = try SharedTelegrams.bytes("dsmr", name)
        guard misprinted.contains(name), let mark = bytes.lastIndex(of: UInt8(ascii: "!")) else { return bytes }
        return bytes[...mark] + Array("\(String(Bits.arc(bytes[...mark]), radix: 16, uppercase: true))\r\n".utf8)
    }

    @Test(arguments: misprinted)
    func `a wrong checksum is damage, also in the example of the standard`(_ name: String) throws {
        #expect(TelegramFormat.p1.read(try SharedTelegrams.bytes("dsmr", name)) == [.damaged(.checksum)])
    }

    @Test(arguments: expectations)
    func `a recorded telegram reads as it stands there`(_ expected: Expectation) throws {
        let telegram = try P1Tests.one(Self.bytes(expected.name))
        #expect(telegram.serialNumber == expected.serial)
        #expect(telegram.measuredAt?.description == expected.at)
        for (obis, text) in expected.values { #expect(telegram.text(obis) == text, "\(obis)") }
        let attached = telegram.attached.flatMap { meter in
            meter.registers.map {
                "\($0.obis) \($0.value) \($0.unit) \(meter.serialNumber ?? "-") \(meter.measuredAt?.description ?? "-")"
            }
        }
        #expect(attached == expected.attached)
    }

    @Test func `every recording has its expectation`() {
        #expect(SharedTelegrams.names("dsmr", ".txt") == Self.expectations.map(\.name).sorted())
    }

    /// Every line with one value and a unit, read a second time with another decimal.
    @Test(arguments: expectations.map(\.name))
    func `every value with a unit is there`(_ name: String) throws {
        let bytes = try Self.bytes(name)
        let telegram = try P1Tests.one(bytes)
        var count = 0
        for match in String(decoding: bytes, as: UTF8.self).matches(of: /(1-0:[0-9.]+)\(([0-9.]+)\*([A-Za-z]+)\)\r\n/) {
            let thousand = match.3.hasPrefix("k") ? Decimal(1000) : 1
            let expected = try #require(Decimal(string: String(match.2))) * thousand
            let register = telegram.registers.first { $0.obis.rawValue == String(match.1) }
            #expect(register.flatMap { Decimal(string: $0.value.description) } == expected, "\(match.0)")
            #expect(register?.unit == (thousand == 1 ? String(match.3) : String(match.3.dropFirst())))
            count += 1
        }
        #expect(count > 5 || name == "v4-unpadded-crc.txt")
    }
}
