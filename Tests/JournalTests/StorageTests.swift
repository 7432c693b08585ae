import CLossyDisk
import Charging
import Simulator
import Testing

@testable import Journal

/// A disk that does not take a write: nothing is acknowledged, a person is told, and all heals by itself.
@Suite(.timeLimit(.minutes(1))) struct StorageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var fault: lossy_fault
        var afterWrites: Int64 = 0
        var says: String
        var remedy: String
        var testDescription: String { "\(says), after \(afterWrites) writes" }
    }

    static let cases = [
        Case(fault: lossy_fault_full, says: "The disk is full", remedy: "Free some space"),
        Case(fault: lossy_fault_full, afterWrites: 2, says: "The disk is full", remedy: "Free some space"),
        Case(fault: lossy_fault_read_only, says: "The disk is read-only", remedy: "file system went read-only"),
        Case(fault: lossy_fault_io, says: "The data file cannot be written", remedy: "errors of the disk"),
        Case(
            fault: lossy_fault_io, afterWrites: 1, says: "The data file cannot be written", remedy: "errors of the disk"
        ),
        Case(fault: lossy_fault_sync, says: "The data file cannot be written", remedy: "errors of the disk"),
    ]

    @Test(arguments: cases)
    func `what the disk does not take is not acknowledged, and did not happen`(_ failing: Case) async throws {
        let test = try TestJournal()
        let disk = LossyDisk(at: test.directory, seed: 1)
        try await test.run { journal in
            _ = try await journal.record(.transfer("before"))
            let site = await journal.site()
            disk.fail(failing.fault, afterWrites: failing.afterWrites)
            let status = Event.station("CP1", .status(ConnectorStatus(evse: 1, state: .charging)))
            let error = await #expect(throws: RecordingError.self) { try await journal.record(status) }
            guard case .storage(let words) = error else { throw TestSurprise("\(String(describing: error))") }
            #expect(words.hasPrefix(failing.says))
            #expect(await journal.site() == site)
            #expect(await journal.lastSeq() == 1)

            let condition = try #require(test.health.current.first)
            #expect(condition.code == "journal.storage")
            #expect(condition.severity == .critical)
            #expect(condition.summary.hasPrefix(failing.says))
            #expect(condition.remedy.contains(failing.remedy))

            disk.heal()
            #expect(try await journal.record(status) == .recorded)
            #expect(test.health.current.isEmpty)
            #expect(try await journal.everything().map(\.seq) == [1, 2])
        }
        #expect(try await test.open().everything().count == 2)
    }

    @Test func `the condition clears without traffic once the disk is well`() async throws {
        let test = try TestJournal()
        let disk = LossyDisk(at: test.directory, seed: 1)
        try await test.run { journal in
            disk.fail(lossy_fault_full)
            await #expect(throws: RecordingError.self) { try await journal.record(.transfer("a")) }
            await test.clock.sleepers(1)
            test.clock.advance(by: .seconds(5))
            await test.clock.sleepers(1)
            #expect(test.health.current.count == 1)
            disk.heal()
            test.clock.advance(by: .seconds(5))
            while !test.health.current.isEmpty { await Task.yield() }
        }
    }

    @Test func `the watchdog's probe answers while the disk is full`() async throws {
        let test = try TestJournal()
        let disk = LossyDisk(at: test.directory, seed: 1)
        try await test.run { journal in
            disk.fail(lossy_fault_full)
            await #expect(throws: RecordingError.self) { try await journal.record(.transfer("a")) }
            await journal.probe()
            #expect(await journal.statistics().lastCommit == nil)
        }
    }

    @Test func `an uplink's position is not moved on a full disk either`() async throws {
        let test = try TestJournal()
        let disk = LossyDisk(at: test.directory, seed: 1)
        try await test.run { journal in
            disk.fail(lossy_fault_full)
            let error = await #expect(throws: JournalError.self) {
                try await journal.advance("cloud", to: 5, outcomes: [], scratch: nil)
            }
            #expect(error?.reason == .storage)
            #expect(try await journal.cursor(of: "cloud") == 0)
            #expect(test.health.current.count == 1)
            disk.heal()
            try await journal.advance("cloud", to: 5, outcomes: [], scratch: nil)
            #expect(test.health.current.isEmpty)
        }
    }
}

struct TestSurprise: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
