import Charging
import Console
import Gateway
import Testing

struct StatusTextTests {
    private let lines = StatusText(.sample, for: .plain).text.split(separator: "\n").map(String.init)

    @Test func `what is wrong comes first, with what to do`() throws {
        #expect(lines[0] == "Depot Linz: needs attention")
        #expect(lines[1].hasPrefix("!  The meter carport does not answer. (since "))
        #expect(lines[2].hasPrefix("   Check its supply"))
    }

    @Test(arguments: [
        "CP1      1     Free", "CP2      1     Charging               18.42 kWh  11.0 kW  1 h 1 min   04B0267AE05C80",
        "CP2      2     Faulty: GroundFailure", "CP3      1     Not connected",
        "carport  1     Paused by the car       7.00 kWh",
    ])
    func `every connector has its state in words`(_ beginning: String) {
        #expect(lines.contains { $0.hasPrefix(beginning) }, "\(lines.joined(separator: "\n"))")
    }

    @Test func `it says what to type`() {
        #expect(lines.contains { $0.hasSuffix("ohmstead claim EVB-P2309") })
    }

    @Test func `a terminal of eighty columns is wide enough`() {
        let narrow = StatusText(.sample, for: Terminal(width: 80, unicode: false, colour: false)).text
        #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(narrow)")
    }

    @Test func `sessions are told with their state and remarks`() {
        let sessions = Session.samples.map(SessionReport.init)
        let lines = SessionsText(sessions, now: .noon, for: .plain).lines
        #expect(lines.count == 6)
        #expect(lines[1].contains("Charging") && lines[1].contains("1 h 2 min") && lines[1].contains("18.42 kWh"))
        #expect(lines[2].contains("Still plugged in") && lines[2].contains("seen by its meter"))
        #expect(lines[5].contains("not known") && lines[5].contains("start not told"))
    }
}

extension StatusTextTests {
    @Test func `a kept place and a limit are shown with the connector`() {
        var status = StatusReport.sample
        status.stations[0].connectors[0].state = .reserved
        status.stations[0].reservations = [StatusReport.Kept(.sample)]
        status.stations[0].limits = [StatusReport.Limit(evse: 0, amperes: ExactDecimal(10), isSafe: false)]
        status.stations[1].limits = [StatusReport.Limit(evse: 2, amperes: ExactDecimal(6), isSafe: true)]
        let lines = StatusText(status, for: .plain).text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("CP1      1     Reserved until ") && $0.contains("10 A ") })
        #expect(lines.contains { $0.hasPrefix("CP2      2 ") && $0.contains("6 A, safe") })
        #expect(!lines.contains { $0.hasPrefix("CP2      1 ") && $0.contains("6 A") })
    }

    @Test func `how stations are connected is shown to who asks`() {
        var status = StatusReport.sample
        status.stations[0].dialect = "ocpp1.6"
        status.stations[0].listVersion = 4
        let details = StatusText(status, details: true, for: .plain).text
        #expect(details.contains("ocpp1.6") && details.contains("list 4") && details.contains("1.18.0"))
        #expect(!StatusText(status, for: .plain).text.contains("1.18.0"))
    }
}
