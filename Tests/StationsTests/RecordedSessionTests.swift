import Charging
import Foundation
import Stations
import Testing

/// Sessions recorded between independent stations and an independent central system, played against the driver.
@Suite(.enabled(if: RecordedSessions.isPresent, "the recorded sessions are not here"), .timeLimit(.minutes(1)))
struct RecordedSessionTests {
    private struct Line: Decodable {
        var dir: String
        var frame: String
    }

    struct Session: Sendable, CustomTestStringConvertible {
        var name: String
        var starts: Int
        var reports: Int
        var stops: Int
        var testDescription: String { name }
    }

    @Test(arguments: [
        Session(name: "everest-libocpp-1.6-ocmf", starts: 1, reports: 2, stops: 1),
        Session(name: "microocpp-1.6", starts: 2, reports: 4, stops: 2),
        Session(name: "mobilityhouse-1.6", starts: 1, reports: 3, stops: 1),
    ])
    func `a recorded session is answered message by message and recorded`(_ session: Session) async throws {
        let text = try String(
            contentsOf: RecordedSessions.folder.appending(path: session.name + ".jsonl"), encoding: .utf8)
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        let calls = lines.filter { $0.dir == "cp->csms" && $0.frame.hasPrefix("[2,") }.map(\.frame)
        try await Bench().run { bench in
            for call in calls {
                let id = call.split(separator: ",")[1]
                let isSpoken = !call.contains("SecurityEventNotification")
                let expected = isSpoken ? "[3,\(id)," : "[4,\(id),\"NotSupported\""
                #expect(await bench.ask(call).hasPrefix(expected))
            }
            let events = bench.recorder.stationEvents
            #expect(events.count { if case .started = $0 { true } else { false } } == session.starts)
            #expect(events.count { if case .metered = $0 { true } else { false } } == session.reports)
            #expect(events.count { if case .ended = $0 { true } else { false } } == session.stops)
            #expect(events.count { if case .booted = $0 { true } else { false } } == 1)
        }
    }
}

private enum RecordedSessions {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/ocpp-sessions").standardizedFileURL
    static let isPresent = FileManager.default.fileExists(atPath: folder.path)
}
