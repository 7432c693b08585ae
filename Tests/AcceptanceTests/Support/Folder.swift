import Charging
import Foundation
import Gateway
import Journal
import Logging
import Trust

/// A folder of its own for one test, gone afterwards.
final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var path: String { url.path }

    /// Writes a file and gives its path. Only its owner may read it, as is right for a secret.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = url.appending(path: name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return file.path
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }

    /// Everything in the journal. Only while no gateway has it open.
    func entries() async throws -> [Entry] {
        let wallClock = SystemWallClock()
        let journal = try Journal(
            configuration: JournalConfiguration(
                path: "\(path)/ohmstead.db", vault: TagVault.load(path: "\(path)/ohmstead.db.tagkey")),
            rules: SiteRules(), wallClock: wallClock,
            health: Health(wallClock: wallClock), logger: .silent)
        var entries: [Entry] = []
        while true {
            let next = try await journal.entries(
                after: entries.last?.seq ?? 0, kinds: Set(FactKind.allCases), limit: 1000)
            if next.isEmpty { return entries }
            entries += next
        }
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "acceptance") { _ in SwiftLogNoOpLogHandler() } }
}
