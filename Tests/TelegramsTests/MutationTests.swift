import Foundation
import TelegramFuzzing
import Telegrams
import Testing

/// A short run of what `make fuzz` does for long: the telegrams of its corpora, damaged the same way every time.
@Suite struct MutationTests {
    static let corpora = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzz/Corpus").standardizedFileURL

    @Test(arguments: TelegramFormat.allCases)
    func `telegrams that are damaged at random keep every promise`(_ format: TelegramFormat) throws {
        let folder = Self.corpora.appending(path: format.rawValue)
        let telegrams = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .map { try Array(Data(contentsOf: folder.appending(path: $0))) }
        #expect(telegrams.count >= 9)
        var random = SplitMix(state: 2026)
        for telegram in telegrams {
            TelegramCheck.run(telegram, format)
            for _ in 0..<25 { TelegramCheck.run(Self.damage(telegram, among: telegrams, &random), format) }
        }
    }

    /// One to four changes: a byte that a reader cares for, a piece gone, a piece twice, a piece of another telegram.
    private static func damage(_ telegram: [UInt8], among telegrams: [[UInt8]], _ random: inout SplitMix) -> [UInt8] {
        var bytes = telegram
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let start = Int.random(in: bytes.indices, using: &random)
            let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let telling: [UInt8] = Array("/!()*.:-\r\n0".utf8) + [0, 1, 2, 3, 0x1A, 0x1B, 0x76, 0x77, 0xDB, 0xFF]
                bytes[start] = telling.randomElement(using: &random) ?? 0
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            default:
                guard let other = telegrams.randomElement(using: &random) else { continue }
                bytes.insert(contentsOf: other[min(start, other.count)..<min(end, other.count)], at: start)
            }
        }
        return bytes
    }
}
