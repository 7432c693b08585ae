import Charging
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Journal

/// What was acknowledged is never lost: not even what the disk had taken but not written down when the power went.
@Suite struct PowerCutTests {
    static let seeds: [UInt64] = Array(1...60)

    @Test(.timeLimit(.minutes(1)), arguments: seeds)
    func `after a power cut everything acknowledged is there, once and in order`(_ seed: UInt64) async throws {
        let cut = try await PowerCut(seed: seed, durability: .full)
        #expect(try await cut.losses() == [])
    }

    /// The proof can fail: with the setting that GRDB's pool chooses by itself, and with none, commits are lost.
    @Test(.timeLimit(.minutes(1)), arguments: [Durability.normal, .off])
    func `with less than full durability the same cuts lose what was acknowledged`(_ durability: Durability)
        async throws
    {
        var found = 0
        for seed in Self.seeds.prefix(20) {
            let cut = try await PowerCut(seed: seed, durability: durability)
            if try await !cut.losses().isEmpty { found += 1 }
        }
        #expect(found > 5)
    }
}

/// A journal on a lossy disk, its callers, and the moment its power went.
struct PowerCut {
    let acknowledged: [String]
    private let remains: TestJournal

    /// The setting of the power cut is drawn by chance from the seed: when it comes, how many callers there are, and
    /// how often the journal copies its log and writes its snapshot.
    init(seed: UInt64, durability: Durability) async throws {
        var chance = SeededChance(seed: seed)
        let pages = Int.random(in: 2...60, using: &chance)
        let snapshots = Int.random(in: 3...80, using: &chance)
        let callers = Int.random(in: 1...12, using: &chance)
        let operations = Int64.random(in: 1...400, using: &chance)

        let running = try TestJournal()
        remains = try TestJournal()
        // The tables are there before the experiment begins.
        try await running.run { journal in _ = try await journal.record(.transfer("before")) }
        let disk = LossyDisk(at: running.directory, seed: seed)
        let notes = Notes()
        let journal = try running.open {
            $0.durability = durability
            $0.pagesPerCheckpoint = pages
            $0.entriesPerSnapshot = snapshots
            $0.snapshotPiece = 1
            $0.snapshotBytesPerEntry = .max
        }
        disk.cut(after: operations)
        try await journal.running { journal in
            await withTaskGroup { tasks in
                for caller in 1...callers {
                    let station = StationID("CP\(caller)")
                    tasks.addTask {
                        for number in 1... {
                            let data = "\(caller)-\(number)"
                            guard (try? await journal.record(.transfer(data, station: station))) != nil else { return }
                            notes.add(data)
                        }
                    }
                }
            }
        }
        #expect(disk.isCut)
        #expect(disk.recover(to: remains.directory))
        acknowledged = ["before"] + notes.all
    }

    /// What is wrong with what is left, in words; empty when nothing is.
    func losses() async throws -> [String] {
        let journal: Journal
        do {
            journal = try remains.open()
        } catch {
            return ["it does not open: \(error)"]
        }
        var losses: [String] = []
        let entries: [Entry]
        do {
            entries = try await journal.everything()
        } catch {
            return ["it cannot be read: \(error)"]
        }
        let found = entries.compactMap { entry -> String? in
            guard case .dataTransfer(let transfer) = entry.fact else { return nil }
            return transfer.data
        }
        let missing = Set(acknowledged).subtracting(found)
        if !missing.isEmpty { losses.append("missing: \(missing.sorted())") }
        if Set(found).count != found.count { losses.append("something is there twice") }
        if entries.map(\.seq) != entries.indices.map({ Int64($0) + 1 }) { losses.append("the numbers have gaps") }
        if await journal.lastSeq() != entries.last?.seq { losses.append("the journal does not know where it ends") }
        for (caller, data) in Dictionary(grouping: found, by: { $0.split(separator: "-").first }) {
            let numbers = data.compactMap { $0.split(separator: "-").last.flatMap { Int($0) } }
            if numbers != numbers.sorted() { losses.append("caller \(caller ?? "") is out of order") }
        }
        if await (try? isSameWithoutSnapshot(journal.site())) != true {
            losses.append("the snapshot is not what the entries say")
        }
        let verdict = try await DatabaseQueue(path: remains.path).read { db in
            try String.fetchOne(db, sql: "PRAGMA integrity_check")
        }
        if verdict != "ok" { losses.append("integrity check: \(verdict ?? "")") }
        return losses
    }
}

extension PowerCut {
    private func isSameWithoutSnapshot(_ site: Site) async throws -> Bool {
        let copy = try remains.copy()
        try await DatabaseQueue(path: copy.path).write { db in try db.execute(sql: "DELETE FROM snapshot") }
        return try await copy.open().site() == site
    }
}

/// What the callers were told.
private final class Notes: Sendable {
    private let data = Mutex<[String]>([])

    var all: [String] { data.withLock { $0 } }
    func add(_ text: String) { data.withLock { $0.append(text) } }
}
