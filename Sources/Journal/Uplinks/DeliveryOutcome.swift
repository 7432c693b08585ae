package import Charging

/// What became of an entry at an uplink.
package struct DeliveryOutcome: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case accepted
        /// The other side had it already.
        case duplicate
        /// Not sent on purpose.
        case withheld(reason: String)
        /// Refused, and waiting for a person.
        case parked(reason: String)
        /// A person decided that it is not to be delivered.
        case skipped
        /// A person wants it to be tried again.
        case retry
    }

    package var seq: Int64
    package var verdict: Verdict

    package init(seq: Int64, verdict: Verdict) {
        self.seq = seq
        self.verdict = verdict
    }

    package var isParked: Bool { if case .parked = verdict { true } else { false } }
}

/// An entry that an uplink refused and that waits for a person.
package struct ParkedItem: Hashable, Sendable {
    package var entry: Entry
    package var reason: String
    /// When it was parked.
    package var since: Timestamp
}

extension DeliveryOutcome.Verdict {
    /// As the table holds it.
    var row: (verdict: String, reason: String?) {
        switch self {
        case .accepted: ("accepted", nil)
        case .duplicate: ("duplicate", nil)
        case .withheld(let reason): ("withheld", reason)
        case .parked(let reason): ("parked", reason)
        case .skipped: ("skipped", nil)
        case .retry: ("retry", nil)
        }
    }

    init?(_ verdict: String, reason: String?) {
        switch verdict {
        case "accepted": self = .accepted
        case "duplicate": self = .duplicate
        case "withheld": self = .withheld(reason: reason ?? "")
        case "parked": self = .parked(reason: reason ?? "")
        case "skipped": self = .skipped
        case "retry": self = .retry
        default: return nil
        }
    }
}
