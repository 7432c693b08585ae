import Charging
import Console
import Gateway
import Testing

@Suite(.timeLimit(.minutes(1))) struct WatchTests {
    private let details = StatusText(.sample, details: true, for: .plain).text.split(separator: "\n").map(String.init)

    @Test(arguments: [
        "ws://0.0.0.0:9000      3  6000   320       9      311           0       0       1",
        "wss://0.0.0.0:9443     2     2     7       2        1           4       2       0",
        "  At 0.0.0.0:9000: 280 banned, 31 answered with a refusal.", "  At 0.0.0.0:9443: 1 no room left.",
    ])
    func `what comes and goes at the listeners is told with the reasons`(_ line: String) {
        #expect(details.contains(line), "\(details.joined(separator: "\n"))")
    }

    @Test func `who is banned is named, with the way out`() {
        let line = details.first { $0.contains("Banned until") }
        #expect(line?.hasSuffix("192.168.1.66. Let it in: ohmstead security pardon 192.168.1.66") == true)
        #expect(!StatusText(.sample, for: .plain).text.contains("192.168.1.66"), "that is a detail")
    }

    @Test func `events are listed newest first, of one station or all`() async throws {
        try await withConsole { console in
            let all = try await console.socket("/api/v1/security/events").decode([SecurityEventReport].self)
            #expect(all.map(\.type) == ["TamperDetectionActivated", "StartupOfTheDevice"])
            let one = try await console.socket("/api/v1/security/events?station=CP2&limit=5")
            #expect(try one.decode([SecurityEventReport].self).map(\.station) == ["CP2"])
            let older = try await console.socket("/api/v1/security/events?before=70")
            #expect(try older.decode([SecurityEventReport].self).map(\.seq) == [60])
            for query in ["limit=0", "limit=1001", "before=0", "before=x"] {
                #expect(try await console.socket("/api/v1/security/events?\(query)").status == 400)
                #expect(try await console.socket("/api/v1/corrections?\(query)").status == 400)
            }
            #expect(try await console.page("/api/v1/security/events").status == 404, "it is for the socket only")
        }
        let lines = SecurityText.events(SecurityEventReport.samples, now: .noon, for: .plain)
        #expect(lines.count == 3 && lines[1].hasSuffix("CP1      TamperDetectionActivated  cover opened"))
    }

    @Test func `an address is pardoned, an alarm acknowledged, and what is neither is refused`() async throws {
        try await withConsole { console in
            let pardoned = try await console.socket("/api/v1/security/pardon/192.168.1.66", body: "{}")
            let seen = try await console.socket("/api/v1/stations/CP1/acknowledge", body: "{}")
            #expect([pardoned.status, seen.status] == [204, 204])
            #expect(console.site.asked == [.pardon("192.168.1.66"), .acknowledge("CP1")])
        }
    }

    @Test(arguments: ["/api/v1/security/pardon/10.0.0.1", "/api/v1/stations/CP2/acknowledge"])
    func `what is not so is refused, and the page cannot ask for it`(path: String) async throws {
        try await withConsole { console in
            let socket = try await console.socket(path, body: "{}")
            let page = try await console.page(path, body: "{}")
            #expect([socket.status, page.status] == [409, 404])
        }
    }

    @Test func `sessions that were told about too late are counted`() {
        var report = StatusReport.sample
        #expect(!StatusText(report, for: .plain).text.contains("--corrections"))
        report.stations[0].corrections = 2
        report.stations[1].corrections = 1
        let text = StatusText(report, for: .plain).text
        #expect(text.contains("told about 3 sessions after the end: ohmstead sessions --corrections"))
    }
}
