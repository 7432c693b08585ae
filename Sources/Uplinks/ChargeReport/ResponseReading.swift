package import Charging
import FoundationEssentials

/// What an answer of ChargeReport means, one case for each consequence.
///
/// The HTTP status decides first. The error codes are looked for anywhere in the text, because the shape of an error
/// body is not documented.
package enum ResponseReading: Hashable, Sendable {
    /// 2xx, and how many sessions the server took or had already.
    case counted(accepted: Int, duplicates: Int)
    /// 2xx, and a body that is not ChargeReport's: nobody knows what was taken.
    case unreadable(String)
    /// 400 with `MAX_SESSIONS_EXCEEDED`, or 413.
    case tooLarge(status: Int)
    /// 400 with `SESSIONS_ARRAY_REQUIRED`: the body did not arrive as it was sent.
    case damaged
    /// 400 otherwise, or 422: at least one of the sessions is not to the server's liking.
    case refused(status: Int, text: String)
    /// 401: the key is unknown or revoked.
    case keyRefused(text: String)
    /// A redirect, 403, 404, 410 and the like: this is not the place, or not the right.
    case misdirected(status: Int, text: String)
    /// 429, with the server's `Retry-After` if it sent one.
    case tooMany(retryAfter: Duration?)
    /// 5xx and the like: the server has trouble, and may have taken the sessions before it had.
    case serverTrouble(status: Int)
    /// The request was not sent: no connection.
    case unreached(String)
    /// The server's certificate does not hold, so the request was not sent.
    case distrusted(String)
    /// The request may have been sent, and no whole answer came.
    case lost(String)

    package init(_ response: HTTPAnswer, at now: Timestamp) {
        let text = response.excerpt
        self =
            switch response.status {
            case 200..<300: Self.counts(in: response)
            case 400 where response.mentions("MAX_SESSIONS_EXCEEDED"), 413: .tooLarge(status: response.status)
            case 400 where response.mentions("SESSIONS_ARRAY_REQUIRED"): .damaged
            case 400, 422: .refused(status: response.status, text: text)
            case 401: .keyRefused(text: text)
            case 429: .tooMany(retryAfter: RetryAfter.duration(response.retryAfter, at: now))
            case 408, 425, 500...: .serverTrouble(status: response.status)
            default: .misdirected(status: response.status, text: text)
            }
    }

    private struct Counts: Decodable {
        var accepted: Int
        var duplicates: Int
    }

    private static func counts(in response: HTTPAnswer) -> Self {
        guard !response.isCut, let counts = try? JSONDecoder().decode(Counts.self, from: Data(response.body)),
            (0...1_000_000).contains(counts.accepted), (0...1_000_000).contains(counts.duplicates)
        else { return .unreadable(response.excerpt) }
        return .counted(accepted: counts.accepted, duplicates: counts.duplicates)
    }
}

/// An HTTP answer as it came, before it means anything.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var retryAfter: String?
    package var body: [UInt8]
    /// The body was longer than the client reads.
    package var isCut: Bool

    package init(status: Int, retryAfter: String? = nil, body: [UInt8] = [], isCut: Bool = false) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
        self.isCut = isCut
    }

    func mentions(_ code: String) -> Bool { String(decoding: body, as: UTF8.self).contains(code) }

    /// The beginning of the body on one line, for a person to read.
    var excerpt: String {
        let words = String(decoding: body.prefix(1024), as: UTF8.self).unicodeScalars
            .split { $0.value < 0x21 || (0x7F...0xA0).contains($0.value) }
            .map(String.init)
        return String(words.joined(separator: " ").prefix(200))
    }
}

/// The header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
enum RetryAfter {
    static func duration(_ text: String?, at now: Timestamp) -> Duration? {
        guard let text, text.utf8.count <= 40 else { return nil }
        if let seconds = Int64(text), seconds >= 0 {
            return min(.seconds(seconds), RequestBudget.longestPause)
        }
        return date(text).map { min(max($0 - now, .zero), RequestBudget.longestPause) }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Wed, 21 Oct 2015 07:28:00 GMT`; the two older forms are not read.
    private static func date(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        return ISO8601("\(words[3])-\(ISO8601.padded(Int64(month) + 1, 2))-\(words[1])T\(words[4])Z")?.timestamp
    }
}
