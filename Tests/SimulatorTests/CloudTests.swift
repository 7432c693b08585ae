import Charging
import Testing

@testable import Simulator

/// The rules of the simulated ChargeReport, which the uplink is proved against.
@Suite struct CloudTests {
    private static let now = Timestamp(seconds: 1_780_000_000)
    private static let good = session("2026-04-14T18:30:00+02:00", "2026-04-15T06:45:00+02:00", "32.5")

    private static func session(_ start: String, _ end: String, _ energy: String) -> String {
        #"{"carConnected":"\#(start)","carDisconnected":"\#(end)","kiloWattHours":\#(energy)}"#
    }

    private static func books(requestsPerHour: Int = 100) -> ChargeReportBooks {
        ChargeReportBooks(keys: ["cr_live_1"], requestsPerHour: requestsPerHour)
    }

    private static func take(
        _ books: inout ChargeReportBooks, _ sessions: String..., key: String? = "Bearer cr_live_1",
        at now: Timestamp = now
    ) -> String {
        let body = #"{"sessions":[\#(sessions.joined(separator: ","))]}"#
        let answer = books.take(Array(body.utf8), authorization: key, at: now)
        return "\(answer.status) \(answer.body)"
    }

    @Test func `sessions are counted, and known ones told apart`() {
        var books = Self.books()
        let other = Self.session("2026-04-14T18:30:00+02:00", "2026-04-15T06:45:00+02:00", "32.6")
        let same = Self.session("2026-04-14T16:30:00+00:00", "2026-04-15T04:45:00Z", "32.50")
        #expect(Self.take(&books, Self.good, other) == #"200 {"accepted":2,"duplicates":0}"#)
        #expect(Self.take(&books, Self.good, same) == #"200 {"accepted":0,"duplicates":2}"#)
        #expect(books.sessions.map(\.tenthsOfKilowattHour) == [325, 326])
        #expect(books.duplicates == 2)
    }

    @Test(arguments: [nil, "cr_live_1", "Basic x"])
    func `without the header there is nothing`(_ key: String?) {
        var books = Self.books()
        #expect(Self.take(&books, Self.good, key: key) == #"401 {"error":"AUTH_HEADER_MISSING"}"#)
    }

    @Test func `an unknown key is turned away`() {
        var books = Self.books()
        #expect(Self.take(&books, Self.good, key: "Bearer cr_live_2") == #"401 {"error":"INVALID_API_KEY"}"#)
    }

    @Test(arguments: [
        session("2026-04-14T18:30:00", "2026-04-15T06:45:00", "1.0"),
        session("2026-04-15T06:45:00+02:00", "2026-04-14T18:30:00+02:00", "1.0"),
        session("2026-04-14T18:30:00+02:00", "2026-04-15T06:45:00+02:00", "1.05"),
        session("2026-04-14T18:30:00+02:00", "2026-04-15T06:45:00+02:00", "-1.0"),
        session("2026-04-14T18:30:00+02:00", "2026-04-15T06:45:00+02:00", #""1.0""#), "{}",
    ])
    func `one bad session spoils its request`(_ bad: String) {
        var books = Self.books()
        #expect(Self.take(&books, Self.good, bad) == #"400 {"error":"INVALID_SESSION"}"#)
        #expect(books.sessions.isEmpty)
    }

    @Test(arguments: ["", "[]", "{}", #"{"sessions":1}"#])
    func `a body without sessions is refused`(_ body: String) {
        var books = Self.books()
        let answer = books.take(Array(body.utf8), authorization: "Bearer cr_live_1", at: Self.now)
        #expect(answer.status == 400)
        #expect(answer.body.contains("SESSIONS_ARRAY_REQUIRED"))
    }

    @Test func `101 sessions are too many`() {
        var books = Self.books()
        let body = #"{"sessions":["# + Array(repeating: Self.good, count: 101).joined(separator: ",") + "]}"
        let answer = books.take(Array(body.utf8), authorization: "Bearer cr_live_1", at: Self.now)
        #expect(answer.body.contains("MAX_SESSIONS_EXCEEDED"))
    }

    @Test func `an hour has so many requests, and the next hour as many again`() {
        var books = Self.books(requestsPerHour: 2)
        let statuses = (0..<3).map { _ in Self.take(&books, Self.good).prefix(3) }
        #expect(statuses == ["200", "200", "429"])
        #expect(Self.take(&books, Self.good, at: Self.now + .hours(1)).hasPrefix("200"))
        #expect(books.requests.map(\.status) == [200, 200, 429, 200])
    }
}
