import Charging
import Foundation
import Gateway
import Simulator
import Testing

/// A disk that takes nothing more while the daemon runs: nothing is acknowledged, a person is told, and all heals by
/// itself. The read-only disk is in the journal's own tests, because no running file system can be made so at will.
@Suite(.timeLimit(.minutes(1))) struct DiskTests {
    @Test(.enabled("this machine lets nobody mount a disk of his own") { PrivateDisk.isPossible })
    func `a full disk is told in words, and recording goes on when there is space again`() async throws {
        let folder = try Folder()
        let disk = try PrivateDisk(in: folder)
        var setup = TestSite.Setup(folder)
        setup.data = "\(disk.path)/ohmstead.db"
        let site = try await TestSite(setup, launcher: disk.launcher)
        try await charge(
            at: site, says: "The disk is full", remedy: "Free some space",
            fail: { try disk.fill(seenFrom: site.gateway.program.id) },
            heal: { try disk.empty(seenFrom: site.gateway.program.id) })
        #expect(await site.gateway.stop() == 0)
    }

    @Test func `a file that may not grow does not end the daemon, and each message is recorded once`() async throws {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        let process = site.gateway.program.id
        let wallbox = try await charge(
            at: site, says: "The data file cannot be written", remedy: "Look at the system log",
            fail: { try limitFiles(of: process, to: "4096") }, heal: { try limitFiles(of: process, to: "unlimited") })
        #expect(await site.gateway.stop() == 0)
        #expect(site.log.contains("The data file cannot be written."))
        #expect(site.log.contains("The data file can be written again."))

        let entries = try await site.setup.folder.entries()
        let kinds = entries.map(\.fact.kind)
        #expect(kinds.count { $0 == .transactionStarted } == 1)
        #expect(kinds.count { $0 == .transactionEnded } == 1)
        let sessions = entries.compactMap { entry -> Session? in
            guard case .sessionFinal(let session) = entry.fact else { return nil }
            return session
        }
        #expect(sessions.map(\.energy?.wattHours) == (await wallbox.truth.transactions.map(\.energy)))
    }

    /// A wallbox charges while the disk is broken, from before until after.
    @discardableResult
    private func charge(
        at site: TestSite, says words: String, remedy: String, fail: () throws -> Void, heal: () throws -> Void
    ) async throws -> SimulatedWallbox {
        let (wallbox, other) = (site.wallbox("CP1"), site.wallbox("CP2"))
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            await wallbox.happens { $0 == .booted }
            try fail()
            #expect(await wallbox.startCharging(connector: 1, tag: "TAG1", watts: 50_000_000))

            let sick = try await site.ask("status") { $0.output.contains(words) }
            #expect(sick.status == 1)
            #expect(sick.output.contains("Depot: needs you now"))
            #expect(sick.output.contains(remedy))
            #expect(await wallbox.truth.transactions.map(\.startAcknowledged) == [false])
            #expect(try await site.sessions() == [])
            group.addTask { try await other.run() }
            await other.happens { $0 == .connected }

            try heal()
            let well = try await site.ask("status") { !$0.output.contains(words) }
            #expect(well.output.contains("Depot: all is well"))
            _ = try await site.ask("sessions", "--json") { $0.output.contains("\"TAG1\"") }
            await wallbox.stopCharging(connector: 1)
            await wallbox.settled()
            #expect(await wallbox.truth.contradictions == [])
            #expect(await wallbox.truth.transactions.map(\.stopAcknowledged) == [true])
            let sessions = try await site.sessions()
            #expect(sessions.map(\.wattHours) == (await wallbox.truth.transactions.map(\.energy)))
            group.cancelAll()
        }
        return wallbox
    }

    /// The system then refuses every write beyond; only what is smaller already can still be written over.
    private func limitFiles(of process: Int32, to limit: String) throws {
        let command = Process()
        command.executableURL = URL(filePath: "/usr/bin/prlimit")
        command.arguments = ["--pid", "\(process)", "--fsize=\(limit):"]
        try command.run()
        command.waitUntilExit()
        guard command.terminationStatus == 0 else { throw Surprise(description: "the limit cannot be set") }
    }
}
