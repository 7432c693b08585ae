import Charging
import Foundation
import Logging
import Simulator

@testable import Journal

/// A journal in a directory of its own, which goes away with it.
final class TestJournal: Sendable {
    let directory: URL
    let wallClock = ManualWallClock()
    let clock = ManualClock()
    let health: Health
    let rules: SiteRules

    init(rules: SiteRules = SiteRules()) throws {
        self.rules = rules
        health = Health(wallClock: wallClock)
        directory = FileManager.default.temporaryDirectory.appending(path: "ohmstead-journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var path: String { directory.appending(path: "ohmstead.db").path }

    func open(_ change: (inout JournalConfiguration) -> Void = { _ in }) throws -> Journal {
        var configuration = JournalConfiguration(path: path)
        change(&configuration)
        return try Journal(
            configuration: configuration, rules: rules, wallClock: wallClock, health: health,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: clock)
    }

    /// The data file alone, while the body does its work.
    func store<Result>(_ body: (Store) async throws -> Result) async throws -> Result {
        try await body(try Store(path: path))
    }

    /// What a crash at this moment would leave, in a place of its own. Nothing may be writing.
    func copy() throws -> TestJournal {
        let copy = try TestJournal(rules: rules)
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy.path + suffix)
        }
        return copy
    }

    /// Opens the journal, lets it run while the body does its work, and closes it.
    func run<Result>(
        _ change: (inout JournalConfiguration) -> Void = { _ in }, _ body: (Journal) async throws -> Result
    ) async throws -> Result {
        try await open(change).running(body)
    }
}

extension Journal {
    nonisolated func running<Result>(_ body: (Journal) async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await self.run() }
            let result = try await body(self)
            tasks.cancelAll()
            try await tasks.waitForAll()
            return result
        }
    }

    /// Lets the events wait in this order before the commit loop begins, and returns what each was answered.
    nonisolated func answers(
        to events: [Event], while body: (Journal) async throws -> Void = { _ in }
    ) async throws -> [Result<Answer, RecordingError>] {
        try await withThrowingTaskGroup(of: (Int, Result<Answer, RecordingError>).self) { callers in
            for (number, event) in events.enumerated() {
                callers.addTask {
                    do throws(RecordingError) {
                        return (number, .success(try await self.record(event)))
                    } catch {
                        return (number, .failure(error))
                    }
                }
                while await statistics().waiting <= number { await Task.yield() }
            }
            try await running { journal in
                await journal.probe()
                try await body(journal)
            }
            return try await callers.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    nonisolated func untilNoSnapshotIsUnderWay() async {
        while await isWritingSnapshot { await probe() }
    }

    /// Every entry there is, read back.
    nonisolated func everything() async throws -> [Entry] {
        try await entries(after: 0, kinds: Set(FactKind.allCases), limit: .max)
    }

    nonisolated func transfers() async throws -> [String] {
        try await entries(after: 0, kinds: [.dataTransfer], limit: .max).compactMap { entry in
            guard case .dataTransfer(let transfer) = entry.fact else { return nil }
            return transfer.data
        }
    }
}

extension Event {
    /// An event that makes exactly one entry, told apart by its data.
    static func transfer(_ data: String, station: StationID = "CP1") -> Event {
        .station(station, .transferred(DataTransfer(vendor: "test", data: data)))
    }
}
