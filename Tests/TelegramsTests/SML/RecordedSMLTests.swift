import Charging
import Foundation
import Testing

@testable import Telegrams

@Suite(.enabled(if: SharedTelegrams.arePresent, "The recorded telegrams are not here."))
struct RecordedSMLTests {
    /// What two other readers make of a recording (`expected.json` beside it).
    struct Expected: Decodable {
        struct Value: Decodable {
            var number: Decimal?
            var unit: Int?

            enum CodingKeys: String, CodingKey { case value, unit }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                // Some values are texts.
                number = try? container.decode(Decimal.self, forKey: .value)
                unit = try container.decodeIfPresent(Int.self, forKey: .unit)
            }
        }

        var getListResponses: Int
        var framesBadCrc: Int
        var serverId: String?
        var lastValues: [String: Value]
        var libsmlLast: [String: String]
    }

    private static func expected() throws -> [String: Expected] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([String: Expected].self, from: SharedTelegrams.data("sml", "expected.json"))
    }

    private static let units = [27: "W", 30: "Wh", 35: "V"]
    /// Another reader gives up on its structure, libsml reads it; the meter leaves a value out, which is allowed.
    private static let withAbsentValue = "EMH_eHZ-IW8E2A5L0EK2P_with_error.bin"
    /// Its power has the sign error; its owner says what is right.
    private static let withSignError = "DZG_DVS-7412.2_jmberg.bin"

    @Test(arguments: SharedTelegrams.names("sml", ".bin"))
    func `a recording has the telegrams and values that other readers find`(_ name: String) throws {
        let expected = try #require(try Self.expected()[name])
        var reader = TelegramReader(.sml)
        let telegrams = reader.feed(try SharedTelegrams.bytes("sml", name)).compactMap(\.telegram)
        #expect(reader.counters.damaged == expected.framesBadCrc)
        #expect(telegrams.count == (name == Self.withAbsentValue ? 11 : expected.getListResponses))
        let last = try #require(telegrams.last)
        if let server = expected.serverId { #expect(last.serialNumber == SerialNumber.server(Bits.bytes(server))) }
        for (code, value) in expected.lastValues {
            guard let unit = value.unit.flatMap({ Self.units[$0] }), let number = value.number,
                !(name == Self.withSignError && unit == "W")
            else { continue }
            let register = last.registers.first { $0.obis.rawValue + "*255" == code }
            #expect(register?.unit == unit, "\(code)")
            #expect(register.flatMap { Decimal(string: $0.value.description) } == number, "\(code)")
        }
    }

    /// libsml prints what it read of the telegram it read last, which need not be the last one.
    @Test(arguments: SharedTelegrams.names("sml", ".bin"))
    func `one telegram of a recording is the one libsml prints`(_ name: String) throws {
        let printed = try #require(try Self.expected()[name]).libsmlLast.filter {
            $0.value.hasSuffix(" W") || $0.value.hasSuffix(" Wh")
        }
        try #require(!printed.isEmpty)
        let telegrams = TelegramFormat.sml.read(try SharedTelegrams.bytes("sml", name)).compactMap(\.telegram)
        let agrees = telegrams.contains { telegram in
            printed.allSatisfy { code, text in
                let parts = text.split(separator: " ")
                let register = telegram.registers.first { $0.obis.rawValue + "*255" == code }
                return register?.unit == String(parts[1]) && register?.value == ExactDecimal(parts[0])
                    || name == Self.withSignError && parts[1] == "W"
            }
        }
        #expect(agrees)
    }

    @Test func `a power with the sign error of DZG reads as its owner saw it`() throws {
        let telegram = try SMLTests.one(SharedTelegrams.bytes("sml", Self.withSignError))
        #expect(telegram.text(.power) == "356.24 W")
        #expect(telegram.serialNumber == "1DZG0042082910" && telegram.notices.isEmpty)
    }

    /// Which status goes with which sign is told by meters that have no sign error.
    @Test(arguments: [("dzg_dwsb20_2th_3byte.bin", true), ("DZG_DVS-7420.2V.G2_mtr1.bin", false)])
    func `the status of a DZG meter says which way energy flows`(_ name: String, _ exports: Bool) throws {
        let bytes = try SharedTelegrams.bytes("sml", name)
        let telegrams = TelegramFormat.sml.read(bytes).compactMap(\.telegram)
        #expect(telegrams.allSatisfy { $0[.power].map { $0 < ExactDecimal(0) } == exports })
        // The status stands behind the name of the import register, as three bytes.
        let start = try #require(bytes.firstRange(of: Bits.bytes("070100010800ff64"))).upperBound
        let status = bytes[start..<start + 3].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        #expect(status & DZGSign.export == (exports ? DZGSign.export : 0))
    }

    @Test func `without its PIN a meter is told from one with it`() throws {
        let without = TelegramFormat.sml.read(
            try SharedTelegrams.bytes("sml", "ISKRA_MT631-D1A52-K0z-H01_without_PIN.bin"))
        #expect(without.compactMap(\.telegram).allSatisfy { $0.notices == [.pinMissing] })
        for name in SharedTelegrams.names("sml", ".bin") where !name.contains("without_PIN") {
            let telegrams = TelegramFormat.sml.read(try SharedTelegrams.bytes("sml", name)).compactMap(\.telegram)
            #expect(telegrams.allSatisfy { $0.notices.isEmpty }, "\(name)")
        }
    }
}
