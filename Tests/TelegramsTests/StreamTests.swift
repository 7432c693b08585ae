import Charging
import Testing

@testable import Telegrams

/// However the bytes of a line are cut and damaged, the same telegrams come out, and no other ones.
@Suite struct StreamTests {
    @Test(arguments: TelegramFormat.allCases)
    func `where a telegram is cut makes no difference`(_ format: TelegramFormat) {
        Self.expectSameWhereverCut(Samples.good(format), format)
        Self.expectSameWhereverCut([0xFF, 0x00] + Samples.good(format).dropFirst(40) + Samples.good(format), format)
    }

    @Test(arguments: TelegramFormat.allCases)
    func `byte by byte is the same as all at once`(_ format: TelegramFormat) {
        let bytes = Samples.good(format) + Samples.good(format).prefix(60) + Samples.good(format) + [0xFF, 0xFF]
        var reader = TelegramReader(format)
        let outcomes = bytes.flatMap { reader.feed([$0]) }
        #expect(outcomes == format.read(bytes))
        #expect(outcomes.compactMap(\.telegram).count == 2 && outcomes.compactMap(\.damage).count == 1)
    }

    @Test(arguments: TelegramFormat.allCases)
    func `a changed byte never makes another telegram`(_ format: TelegramFormat) {
        let good = Samples.good(format)
        let telegram = format.read(good).first?.telegram
        #expect(telegram != nil)
        var prefix = TelegramReader(format)
        for index in good.indices {
            // Every bit alone; and the characters that mean something to a reader.
            for byte in (0..<8).map({ good[index] ^ 1 << $0 }) + [0x0D, 0x21, 0x2F, 0x1B] {
                guard byte != good[index] else { continue }
                var reader = prefix
                for read in reader.feed([byte] + good[(index + 1)...]).compactMap(\.telegram) {
                    // The name before a block is outside of what its check character protects.
                    var read = read
                    if format == .d0 { read.manufacturer = telegram?.manufacturer }
                    #expect(read == telegram, "byte \(index) as \(byte)")
                }
            }
            _ = prefix.feed([good[index]])
        }
    }

    @Suite(.enabled(if: SharedTelegrams.arePresent, "The recorded telegrams are not here."))
    struct Recorded {
        @Test(arguments: SharedTelegrams.names("dsmr", ".txt"))
        func `where a P1 telegram is cut makes no difference`(_ name: String) throws {
            StreamTests.expectSameWhereverCut(try SharedTelegrams.bytes("dsmr", name), .p1)
        }

        @Test(arguments: SharedTelegrams.names("iec62056-21", ".txt") + SharedTelegrams.names("iec62056-21", ".bin"))
        func `where an IEC 62056-21 telegram is cut makes no difference`(_ name: String) throws {
            StreamTests.expectSameWhereverCut(try SharedTelegrams.bytes("iec62056-21", name), .d0)
        }

        @Test(arguments: SharedTelegrams.names("sml", ".bin"))
        func `where an SML telegram is cut makes no difference`(_ name: String) throws {
            let bytes = try SharedTelegrams.bytes("sml", name)
            // A telegram and what surrounds it; all of the recordings would take minutes.
            StreamTests.expectSameWhereverCut(Array(bytes.prefix(500)), .sml)
            var reader = TelegramReader(.sml)
            #expect(bytes.flatMap { reader.feed([$0]) } == TelegramFormat.sml.read(bytes))
        }
    }

    static func expectSameWhereverCut(_ bytes: [UInt8], _ format: TelegramFormat) {
        let whole = format.read(bytes)
        // Reading on from a copy spares reading the beginning again.
        var prefix = TelegramReader(format)
        var early: [TelegramOutcome] = []
        for index in bytes.indices {
            var reader = prefix
            let outcomes = early + reader.feed(bytes[index...])
            if outcomes != whole {
                Issue.record("cut before byte \(index): \(outcomes) instead of \(whole)")
                return
            }
            early += prefix.feed([bytes[index]])
        }
        #expect(early == whole)
    }
}
