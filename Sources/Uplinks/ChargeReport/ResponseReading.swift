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
