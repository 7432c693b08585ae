import Charging
import Testing
import Uplinks

@Suite struct SiteTimeZoneTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var utc: String
        var zone: String
        var local: String
        var testDescription: String { "\(utc) in \(zone)" }
    }

    static let cases = [
        Case(utc: "2026-04-14T16:30:00Z", zone: "Europe/Vienna", local: "2026-04-14T18:30:00+02:00"),
        Case(utc: "2026-01-14T16:30:00Z", zone: "Europe/Vienna", local: "2026-01-14T17:30:00+01:00"),
        Case(utc: "2026-03-29T00:59:59Z", zone: "Europe/Vienna", local: "2026-03-29T01:59:59+01:00"),
        Case(utc: "2026-03-29T01:00:00Z", zone: "Europe/Vienna", local: "2026-03-29T03:00:00+02:00"),
        Case(utc: "2026-10-25T00:30:00Z", zone: "Europe/Vienna", local: "2026-10-25T02:30:00+02:00"),
        Case(utc: "2026-10-25T01:30:00Z", zone: "Europe/Vienna", local: "2026-10-25T02:30:00+01:00"),
        Case(utc: "2026-12-31T23:30:00Z", zone: "Europe/Vienna", local: "2027-01-01T00:30:00+01:00"),
        Case(utc: "2026-04-14T16:30:00Z", zone: "UTC", local: "2026-04-14T16:30:00+00:00"),
        Case(utc: "2026-01-14T02:30:00Z", zone: "America/St_Johns", local: "2026-01-13T23:00:00-03:30"),
        Case(utc: "2026-01-14T02:30:00Z", zone: "Asia/Kathmandu", local: "2026-01-14T08:15:00+05:45"),
        Case(utc: "2026-04-14T16:30:00.999999Z", zone: "Europe/Vienna", local: "2026-04-14T18:30:00+02:00"),
    ]

    @Test(arguments: cases)
    func `a moment is told with the offset that holds at that moment`(_ test: Case) throws {
        let moment = try #require(ISO8601(test.utc)).timestamp
        #expect(try SiteTimeZone(name: test.zone).text(of: moment) == test.local)
    }

    @Test(arguments: ["Europe/Viena", "", "CET+1", "europe"])
    func `a zone that does not exist is refused with a hint`(_ name: String) {
        let problem = #expect(throws: UnknownTimeZone.self) { try SiteTimeZone(name: name) }
        #expect(problem?.description.contains("Europe/Vienna") == true)
    }

    @Test func `without a name the box's own zone counts`() throws {
        #expect(try !SiteTimeZone(name: nil).name.isEmpty)
    }
}
