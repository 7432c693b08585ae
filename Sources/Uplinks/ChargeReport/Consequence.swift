/// What to do after an answer.
package enum Consequence: Hashable, Sendable {
    /// With the next request, if there is one.
    case goOn
    /// The same, but sessions that were never sent before were called duplicates.
    case goOnSuspecting([Int64])
    case backOff(Trouble)
    /// Until the next hour, or longer if the server says so.
    case pause(atLeast: Duration?)
    case stop(Trouble)
}

/// What became of one entry.
package struct Decision: Codable, Hashable, Sendable {
    package enum Verdict: Codable, Hashable, Sendable {
        case accepted
        case duplicate
        case withheld(String)
        case parked(String)
    }

    package var seq: Int64
    package var verdict: Verdict
}
