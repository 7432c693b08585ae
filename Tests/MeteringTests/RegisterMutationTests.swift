import Foundation
import RegisterFuzzing
import Testing

/// A short run of what `make fuzz` does for long, over its corpus.
@Test func `registers of any content are read without harm, and written back as they were`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fuzz/Corpus/registers")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count >= 10)
    for name in names {
        let bytes = try Array(Data(contentsOf: folder.appending(path: name)))
        RegisterCheck.run(bytes)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                RegisterCheck.run(changed)
            }
        }
    }
}
