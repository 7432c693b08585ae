import Foundation

/// Telegrams recorded from real meters, beside the repository; the tests that need them are skipped where they are not.
enum SharedTelegrams {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/telegrams").standardizedFileURL

    static let arePresent = FileManager.default.fileExists(atPath: folder.path)

    /// Names of the recordings of one kind; none where they are absent.
    static func names(_ kind: String, _ suffix: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)
        return (names ?? []).filter { $0.hasSuffix(suffix) }.sorted()
    }

    static func bytes(_ kind: String, _ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: kind).appending(path: name)))
    }

    static func data(_ kind: String, _ name: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: kind).appending(path: name))
    }
}
