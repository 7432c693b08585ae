import Charging
import Console
import Gateway
import Testing

struct UplinksTextTests {
    /// A back office with a hundred stations, of which one is away and one has something parked.
    private let status: StatusReport = {
        var status = StatusReport.sample
        status.uplinks += (1...100).map { number in
            StatusReport.Uplink(name: UplinkName("office/CP\(number)"), state: .idle, lastSuccess: .noon - .minutes(1))
        }
        let away = status.uplinks.firstIndex { $0.name == "office/CP7" }!
        status.uplinks[away].state = .waiting
        status.uplinks[away].nextAttempt = .noon + .seconds(90)
        status.uplinks[away].waiting = 12
        status.uplinks[away].oldest = .noon - .hours(2)
        status.uplinks[away].problem = "The server cannot be reached."
        let parked = status.uplinks.firstIndex { $0.name == "office/CP8" }!
        status.uplinks[parked].parked = 1
        return status
    }()

    @Test func `a hundred stations are one line, and those that need a look are named`() throws {
        let lines = UplinksText(status, explains: false, for: .plain).lines
        #expect(lines.count == 1 + 2 + 1 + 2)
        let office = try #require(lines.first { $0.hasPrefix("office ") })
        #expect(office.contains("98 of 100 stations well") && office.contains("12") && office.contains("for 2 h"))
        let away = try #require(lines.first { $0.hasPrefix("  office/CP7 ") })
        #expect(away.contains("Will try again"), "\(away)")
        #expect(lines.contains { $0.hasPrefix("  office/CP8 ") })
    }

    @Test func `below the table stands what is wrong, and when it is tried again`() {
        let said = UplinksText(status, for: .plain).lines.drop { !$0.isEmpty }.joined(separator: "\n")
        #expect(said.contains("office/CP7: The server cannot be reached. Next try in "), "\(said)")
        #expect(!said.contains("office/CP8"))
    }

    @Test func `all of them are shown to who asks for all`() {
        #expect(UplinksText(status, showsAll: true, explains: false, for: .plain).lines.count == 1 + 2 + 1 + 100)
    }

    @Test func `a back office with one station is one line, under the name that decides about records`() throws {
        var status = StatusReport.sample
        status.uplinks = [StatusReport.Uplink(name: "office/CP1", state: .idle)]
        #expect(UplinksText(status, for: .plain).lines.count == 2)
        #expect(UplinksText(status, for: .plain).lines[1].hasPrefix("office/CP1 "))
    }
}
