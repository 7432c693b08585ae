import Charging
import Testing

@testable import Telegrams

@Suite struct P1DamageTests {
    static let good = Samples.p1

    @Test func `line feeds alone break the checksum`() {
        #expect(TelegramFormat.p1.read(Self.good.filter { $0 != 0x0D }) == [.damaged(.checksum)])
    }

    @Test(arguments: [70, 75, 160, 300, 464])
    func `after a telegram that broke off the next one is read`(_ length: Int) throws {
        var reader = TelegramReader(.p1)
        let outcomes = reader.feed(Self.good.prefix(length) + Self.good)
        #expect(outcomes.map(\.damage) == [.truncated, nil])
        #expect(outcomes.last?.telegram?.text(.energyImport) == "3580245 Wh")
        #expect(reader.counters.telegrams == 1 && reader.counters.damaged == 1)
        #expect(reader.counters.discardedBytes == length)
    }

    @Test func `two telegrams in one read are two`() {
        var reader = TelegramReader(.p1)
        #expect(reader.feed(Self.good + Self.good).compactMap(\.telegram).count == 2)
        #expect(reader.counters.discardedBytes == 0)
    }

    @Test func `noise before a telegram is discarded and counted`() {
        var reader = TelegramReader(.p1)
        let outcomes = reader.feed([0, 0, 0xFF, 0xFF, 0x80] + Self.good + [0xFF] + Self.good)
        #expect(outcomes.compactMap(\.telegram).count == 2 && outcomes.count == 2)
        #expect(reader.counters.discardedBytes == 6)
    }

    @Test func `a telegram without an end takes a bounded place`() {
        var reader = TelegramReader(.p1)
        let outcomes = reader.feed(Array("/XYZ5\r\n".utf8) + [UInt8](repeating: UInt8(ascii: "0"), count: 20_000))
        #expect(outcomes == [.damaged(.tooLong)])
        #expect(reader.feed(Array("\r\n".utf8) + Self.good).compactMap(\.telegram).count == 1)
        #expect(reader.counters.discardedBytes > 19_000)
    }

    @Test func `a version with a checksum is not read without one`() {
        let text = Array(String(decoding: Self.good, as: UTF8.self).replacing("!608C", with: "!").utf8)
        #expect(TelegramFormat.p1.read(text) == [.damaged(.noChecksum)])
    }

    @Test(arguments: ["1-0:1.8.1(00100.0", "1-0:1.8.1 00100*kWh", "1-0:1.8.(1*kWh)", "nonsense", "1-0:1.8.1((1*kWh)"])
    func `without a checksum every line has to be one`(_ line: String) {
        let bytes = Samples.p1Unchecked([line, "1-0:1.8.1(00100*kWh)", "1-0:1.8.2(00200*kWh)"])
        #expect(TelegramFormat.p1.read(bytes).map { $0.telegram == nil } == [true])
    }

    @Test func `without a checksum one tariff alone is no total`() throws {
        let telegram = try P1Tests.one(Samples.p1Unchecked(["1-0:1.8.1(00100*kWh)", "1-0:2.8.2(00200*kWh)"]))
        #expect(telegram[.energyImport] == nil && telegram[.energyExport] == nil)
    }

    @Test func `a bit lost under parity is noticed without a checksum`() {
        var bytes = Bits.withParity(Samples.p1Unchecked(["1-0:1.8.1(00100*kWh)", "1-0:1.8.2(00200*kWh)"]))
        bytes[32] ^= 0x01
        #expect(TelegramFormat.p1.read(bytes) == [.damaged(.parity)])
    }
}
