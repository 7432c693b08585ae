import Charging
import Testing
import Uplinks

@Suite struct ResponseReadingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var body = ""
        var retryAfter: String?
        var reading: ResponseReading
        var testDescription: String { "\(status) \(body) \(retryAfter ?? "")" }
    }

    static let now = ISO8601("2026-04-14T16:30:00Z")!.timestamp

    static let cases = [
        Case(status: 200, body: #"{"accepted":99,"duplicates":1}"#, reading: .counted(accepted: 99, duplicates: 1)),
        Case(
            status: 201, body: #"{ "duplicates": 0, "x": [], "accepted": 2 }"#,
            reading: .counted(accepted: 2, duplicates: 0)),
        Case(status: 204, reading: .unreadable("")),
        Case(status: 200, body: #"{"accepted":1}"#, reading: .unreadable(#"{"accepted":1}"#)),
        Case(
            status: 200, body: #"{"accepted":-1,"duplicates":2}"#,
            reading: .unreadable(#"{"accepted":-1,"duplicates":2}"#)
        ),
        Case(
            status: 200, body: #"{"accepted":1.5,"duplicates":0}"#,
            reading: .unreadable(#"{"accepted":1.5,"duplicates":0}"#)),
        Case(status: 200, body: "<html>\n\t<p>Log in", reading: .unreadable("<html> <p>Log in")),
        Case(status: 301, reading: .misdirected(status: 301, text: "")),
        Case(status: 308, reading: .misdirected(status: 308, text: "")),
        Case(status: 400, body: #"{"error":"MAX_SESSIONS_EXCEEDED"}"#, reading: .tooLarge(status: 400)),
        Case(status: 400, body: #"{"code":"SESSIONS_ARRAY_REQUIRED"}"#, reading: .damaged),
        Case(status: 400, body: "no", reading: .refused(status: 400, text: "no")),
        Case(status: 422, body: "no", reading: .refused(status: 422, text: "no")),
        Case(status: 401, body: "INVALID_API_KEY", reading: .keyRefused(text: "INVALID_API_KEY")),
        Case(status: 401, body: "AUTH_HEADER_MISSING", reading: .keyRefused(text: "AUTH_HEADER_MISSING")),
        Case(status: 403, reading: .misdirected(status: 403, text: "")),
        Case(status: 404, reading: .misdirected(status: 404, text: "")),
        Case(status: 410, reading: .misdirected(status: 410, text: "")),
        Case(status: 405, reading: .misdirected(status: 405, text: "")),
        Case(status: 408, reading: .serverTrouble(status: 408)),
        Case(status: 413, reading: .tooLarge(status: 413)),
        Case(status: 429, reading: .tooMany(retryAfter: nil)),
        Case(status: 429, retryAfter: "120", reading: .tooMany(retryAfter: .seconds(120))),
        Case(status: 429, retryAfter: "-1", reading: .tooMany(retryAfter: nil)),
        Case(status: 429, retryAfter: "soon", reading: .tooMany(retryAfter: nil)),
        Case(status: 429, retryAfter: "99999999999", reading: .tooMany(retryAfter: .hours(24))),
        Case(
            status: 429, retryAfter: "Tue, 14 Apr 2026 16:31:30 GMT", reading: .tooMany(retryAfter: .seconds(90))),
        Case(status: 429, retryAfter: "Tue, 14 Apr 2020 16:31:30 GMT", reading: .tooMany(retryAfter: .zero)),
        Case(status: 500, reading: .serverTrouble(status: 500)),
        Case(status: 502, body: "<html>Bad Gateway</html>", reading: .serverTrouble(status: 502)),
        Case(status: 503, retryAfter: "1", reading: .serverTrouble(status: 503)),
    ]

    @Test(arguments: cases)
    func `every answer has its own meaning`(_ test: Case) {
        let answer = HTTPAnswer(status: test.status, retryAfter: test.retryAfter, body: Array(test.body.utf8))
        #expect(ResponseReading(answer, at: Self.now) == test.reading)
    }

    @Test func `an answer longer than is read is not believed`() {
        let answer = HTTPAnswer(status: 200, body: Array(#"{"accepted":1,"duplicates":0}"#.utf8), isCut: true)
        guard case .unreadable = ResponseReading(answer, at: Self.now) else {
            Issue.record("believed")
            return
        }
    }

    @Test func `only the beginning of a long body is kept`() {
        let answer = HTTPAnswer(status: 400, body: Array(repeating: UInt8(ascii: "x"), count: 60_000))
        #expect(
            ResponseReading(answer, at: Self.now)
                == .refused(status: 400, text: String(repeating: "x", count: 200)))
    }
}
