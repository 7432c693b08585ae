package import Charging
import FoundationEssentials

/// What the simulated ChargeReport knows, and by which rules it answers.
package struct ChargeReportBooks: Sendable {
    package struct Received: Hashable, Sendable {
        package var at: Timestamp
        package var body: [UInt8]
        package var status: Int
    }

    package static let sessionsPerRequest = 100
    package static let longestBody = 1 << 20

    /// Keys that are accepted now.
    package var keys: Set<String>
    package var requestsPerHour: Int
    /// Sessions it has an invented aversion to: a request with one of them is refused as a whole.
    package var dislikes: (@Sendable (ReportedSession) -> Bool)?
    package private(set) var sessions: [ReportedSession] = []
    package private(set) var duplicates = 0
    /// Every request, the oldest first.
    package private(set) var requests: [Received] = []
    private var known: Set<ReportedSession.Identity> = []
    private var hour: (number: Int64, requests: [String: Int]) = (0, [:])

    init(keys: Set<String>, requestsPerHour: Int) {
        self.keys = keys
        self.requestsPerHour = requestsPerHour
    }

    /// Notes a request that was answered in some other way.
    mutating func note(_ body: [UInt8], status: Int, at now: Timestamp) {
        requests.append(Received(at: now, body: body, status: status))
    }

    /// Answers as the real one is documented to.
    ///
    /// - Parameter uncounted: so many of the sessions, from the end, are neither taken nor counted.
    mutating func take(
        _ body: [UInt8], authorization: String?, uncounted: Int = 0, at now: Timestamp
    ) -> CloudAnswer {
        let answer = decide(body, authorization, uncounted, now)
        note(body, status: answer.status, at: now)
        return answer
    }

    private struct Batch: Decodable {
        var sessions: [ReportedSession]
    }

    private struct Outline: Decodable {
        struct Anything: Decodable {}
        var sessions: [Anything]
    }

    private mutating func decide(
        _ body: [UInt8], _ authorization: String?, _ uncounted: Int, _ now: Timestamp
    ) -> CloudAnswer {
        guard let authorization, authorization.hasPrefix("Bearer ") else { return .error(401, "AUTH_HEADER_MISSING") }
        let key = String(authorization.dropFirst("Bearer ".count))
        guard keys.contains(key) else { return .error(401, "INVALID_API_KEY") }
        guard admits(key, at: now) else { return .error(429, "RATE_LIMIT") }
        let decoder = JSONDecoder()
        guard let outline = try? decoder.decode(Outline.self, from: Data(body)) else {
            return .error(400, "SESSIONS_ARRAY_REQUIRED")
        }
        guard outline.sessions.count <= Self.sessionsPerRequest else { return .error(400, "MAX_SESSIONS_EXCEEDED") }
        guard let batch = try? decoder.decode(Batch.self, from: Data(body)),
            batch.sessions.allSatisfy({ $0.identity != nil && dislikes?($0) != true })
        else { return .error(400, "INVALID_SESSION") }
        return book(batch.sessions.dropLast(uncounted))
    }

    private mutating func book(_ batch: some Sequence<ReportedSession>) -> CloudAnswer {
        var accepted = 0
        var repeated = 0
        for session in batch {
            guard let identity = session.identity else { continue }
            if known.insert(identity).inserted {
                sessions.append(session)
                accepted += 1
            } else {
                repeated += 1
            }
        }
        duplicates += repeated
        return .counted(accepted: accepted, duplicates: repeated)
    }

    private mutating func admits(_ key: String, at now: Timestamp) -> Bool {
        let number = now.seconds / 3600
        if hour.number != number { hour = (number, [:]) }
        hour.requests[key, default: 0] += 1
        return hour.requests[key, default: 0] <= requestsPerHour
    }
}

/// What the simulated ChargeReport says.
struct CloudAnswer: Sendable {
    var status: Int
    var body: String
    var headers: [String: String] = ["Content-Type": "application/json"]
    /// How many were taken and how many were known, if it came to that.
    var counts: (accepted: Int, duplicates: Int)?

    static func error(_ status: Int, _ code: String) -> Self { Self(status: status, body: #"{"error":"\#(code)"}"#) }

    static func counted(accepted: Int, duplicates: Int) -> Self {
        Self(
            status: 200, body: #"{"accepted":\#(accepted),"duplicates":\#(duplicates)}"#,
            counts: (accepted, duplicates))
    }
}
