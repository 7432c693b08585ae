import Charging
import Stations
import Testing

/// Sessions recorded between independent stations and an independent central system, played against the driver.
@Suite(.enabled(if: RecordedSessions.isPresent, "the recorded sessions are not here"), .timeLimit(.minutes(1)))
struct RecordedSessionTests {
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
        let calls = try RecordedSessions.calls(of: session.name)
        try await Bench().run { bench in
            for call in calls {
                let id = call.split(separator: ",")[1]
                #expect(await bench.ask(call).hasPrefix("[3,\(id),"))
            }
            let events = bench.recorder.stationEvents
            #expect(events.count { if case .started = $0 { true } else { false } } == session.starts)
            #expect(events.count { if case .metered = $0 { true } else { false } } == session.reports)
            #expect(events.count { if case .ended = $0 { true } else { false } } == session.stops)
            #expect(events.count { if case .booted = $0 { true } else { false } } == 1)
        }
    }
}
