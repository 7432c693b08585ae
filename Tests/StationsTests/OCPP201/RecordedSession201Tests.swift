import Charging
import Foundation
import Journal
import Logging
import OCPP
import Simulator
import Stations
import Testing

/// Sessions recorded between independent stations and an independent central system, played against the driver and the
/// real journal behind it.
@Suite(.enabled(if: RecordedSessions.isPresent, "the recorded sessions are not here"), .timeLimit(.minutes(1)))
struct RecordedSession201Tests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var transaction: String
        var tag: String
        var energy: Energy?
        var variables = 0
        /// A message with this number gets lost.
        var lost: Int?
        var testDescription: String { name + (lost.map { " without \($0)" } ?? "") }
    }

    @Test(arguments: [
        Case(
            name: "mobilityhouse-2.0.1", transaction: "8dd5736b-165c-4499-bada-3264b741e775", tag: "04A1B2C3D4",
            energy: Energy(wattHours: 1500)),
        Case(
            name: "mobilityhouse-2.0.1", transaction: "8dd5736b-165c-4499-bada-3264b741e775", tag: "04A1B2C3D4",
            energy: Energy(wattHours: 1500), lost: 3),
        // Its meter never says anything, and a session without a register has no energy, which is not 0 Wh.
        Case(
            name: "microocpp-2.0.1", transaction: "880B7AC1C783A491CF3502B4CA19C64341", tag: "04AABBCC",
            energy: nil, variables: 18),
    ])
    func `a recorded session ends in the right session`(_ example: Case) async throws {
        let calls = try RecordedSessions.calls(of: example.name).filter { call in
            example.lost.map { !call.contains("\"seqNo\":\($0),\"transactionInfo\"") } ?? true
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-201-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wallClock = ManualWallClock(Timestamp(seconds: 1_795_228_871))
        let journal = try Journal(
            configuration: JournalConfiguration(path: folder.appending(path: "site.db").path), rules: SiteRules(),
            wallClock: wallClock, health: Health(wallClock: wallClock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: ManualClock())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await journal.run() }
            // Everything twice, as from a station that never hears the answers.
            for _ in 0..<2 {
                try await Bench(.ocpp201, recorder: journal).run { bench in
                    for call in calls {
                        let id = call.split(separator: ",")[1]
                        #expect(await bench.ask(call).hasPrefix("[3,\(id),"))
                    }
                }
            }
            wallClock.advance(by: .minutes(20))
            _ = try await journal.record(.tick)
            let sessions = try await journal.sessions(SessionQuery())
            #expect(sessions.count == 1)
            let session = try #require(sessions.first)
            #expect(session.name == example.transaction)
            #expect(session.tag == example.tag)
            #expect(session.evse == 1)
            #expect(session.energy == example.energy)
            #expect(session.stopReason == "Local")
            #expect(!session.flags.contains(.startUnknown))
            #expect(session.flags.contains(.messagesMissing) == (example.lost != nil))
            #expect(try await journal.variables(of: "CP1").count == example.variables)
            #expect(await journal.site().stations["CP1"]?.boot?.dialect == "ocpp2.0.1")
            group.cancelAll()
        }
    }
}

enum RecordedSessions {
    private struct Line: Decodable {
        var dir: String
        var frame: String
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/ocpp-sessions").standardizedFileURL
    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    /// What the station asked, in order.
    static func calls(of name: String) throws -> [String] {
        let text = try String(contentsOf: folder.appending(path: name + ".jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            .filter { $0.dir == "cp->csms" && $0.frame.hasPrefix("[2,") }.map(\.frame)
    }
}
