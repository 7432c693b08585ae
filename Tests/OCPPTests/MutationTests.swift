import Foundation
import FrameFuzzing
import Testing

/// A short run of what `make fuzz` does for long: the frames of its corpus, damaged the same way every time.
@Suite struct MutationTests {
    static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzz/Corpus/frames").standardizedFileURL

    @Test func `frames that are damaged at random keep every promise`() throws {
        let frames = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path).sorted()
            .map { try Array(Data(contentsOf: Self.corpus.appending(path: $0))) }
        #expect(frames.count >= 10)
        var random = SplitMix(state: 2026)
        for frame in frames {
            FrameCheck.run(frame)
            for _ in 0..<100 { FrameCheck.run(Self.damage(frame, among: frames, &random)) }
        }
    }

    /// One to four changes: a byte that JSON cares for, a piece gone, a piece twice, a piece of another frame.
    private static func damage(_ frame: [UInt8], among frames: [[UInt8]], _ random: inout SplitMix) -> [UInt8] {
        var bytes = frame
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let start = Int.random(in: bytes.indices, using: &random)
            let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[start] = Array("{}[],:\"\\0-.enu x\u{0}é".utf8).randomElement(using: &random) ?? 0
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            default:
                guard let other = frames.randomElement(using: &random) else { continue }
                bytes.insert(contentsOf: other[min(start, other.count)..<min(end, other.count)], at: start)
            }
        }
        return bytes
    }
}
