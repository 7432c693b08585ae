import Foundation
import Testing

/// The tests that the document on quirks names are there.
@Suite struct QuirkDocumentTests {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    static let document = tests.appending(path: "../docs/quirks.md").standardizedFileURL

    /// The names of tests are sentences, so they have blanks; nothing else in code font has, but for a pattern or two.
    @Test func `every test that is named exists`() throws {
        let sources = try #require(FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let rows = try String(contentsOf: Self.document, encoding: .utf8).split(separator: "\n").filter {
            $0.hasPrefix("|")
        }
        let named = Set(
            rows.flatMap { row in
                row.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                    .filter { $0.offset % 2 == 1 && $0.element.split(separator: " ").count > 3 }.map {
                        String($0.element)
                    }
            })
        #expect(named.count > 60)
        #expect(named.filter { !sources.contains("func `\($0)`(") } == [])
    }
}
