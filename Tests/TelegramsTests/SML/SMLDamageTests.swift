import Charging
import Testing

@testable import Telegrams

@Suite struct SMLDamageTests {
    static let good = Samples.sml

    @Test(arguments: [1, 9, 30, 77, 100, 180, 195])
    func `after lost bytes the next telegram is read`(_ lost: Int) {
        var short = Self.good
        short.remove(at: lost)
        let outcomes = TelegramFormat.sml.read(short + Self.good)
        #expect(outcomes.last?.telegram?.text(.power) == "-1500 W")
        #expect(outcomes.compactMap(\.telegram).count == 1)
        #expect(outcomes.compactMap(\.damage).count == (lost < 8 ? 0 : 1))
    }

    @Test(arguments: [12, 50, 100, 191])
    func `after a telegram that broke off the next one is read`(_ length: Int) {
        var reader = TelegramReader(.sml)
        let outcomes = reader.feed(Self.good.prefix(length) + Self.good)
        #expect(outcomes.map { $0.damage == nil } == [false, true])
        #expect(reader.counters.discardedBytes == length)
    }

    @Test func `the end of a telegram whose beginning was not heard is discarded`() {
        var reader = TelegramReader(.sml)
        #expect(reader.feed(Self.good.suffix(100) + Self.good + Self.good).compactMap(\.telegram).count == 2)
        #expect(reader.counters.discardedBytes == 100 && reader.counters.damaged == 0)
    }

    @Test func `a telegram without an end takes a bounded place`() {
        var reader = TelegramReader(.sml)
        let outcomes = reader.feed(Self.good.prefix(8) + [UInt8](repeating: 0x55, count: 20_000))
        #expect(outcomes == [.damaged(.tooLong)])
        #expect(reader.feed(Self.good).compactMap(\.telegram).count == 1)
    }

    /// Payloads that a correct checksum surrounds, and that are no SML.
    @Test(
        arguments: [
            [0x76, 0xFF, 0xFF, 0xFF], [0xF6, 0x8F, 0x8F, 0x0F], [0x76],
            [0x71, 0x71, 0x71, 0x71, 0x71, 0x71, 0x71, 0x71, 0x71, 0x71, 0x71, 0x71, 0x01],
            [0x76, 0x01, 0x01, 0x01, 0x01, 0x01, 0x00], [0x05, 0x01], [0x80, 0x00], [0x52],
            [0x5A, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0x12, 0x01],
            [0x42, 0x01], [0x8F, 0x8F, 0x8F, 0x8F],
        ] as [[UInt8]])
    func `what is no SML is damaged`(_ payload: [UInt8]) {
        let outcomes = TelegramFormat.sml.read(SMLWriter.transport(payload))
        #expect(outcomes.count == 1 && outcomes.first?.damage != nil, "\(outcomes)")
    }

    @Test func `a value without a name, and a list that lacks parts, are damaged`() {
        let list = SMLWriter.list([SMLWriter.absent, SMLWriter.absent])
        #expect(TelegramFormat.sml.read(SMLWriter.transport(SMLWriter.message(7, list))).first?.damage != nil)
        let nameless = SMLWriter.Entry(name: [1, 0], value: SMLWriter.unsigned(1))
        #expect(TelegramFormat.sml.read(SMLWriter.file([nameless])).first?.damage != nil)
    }

    @Test func `one register twice with different values is damaged`() {
        let entries = [1, 2].map { SMLWriter.Entry(name: SMLWriter.energyImport, value: [0x62, $0]) }
        #expect(TelegramFormat.sml.read(SMLWriter.file(entries)) == [.damaged(.contradiction(.energyImport))])
    }
}
