/// A meter gives nothing that could be recorded, for now.
package struct MeterSilence: Hashable, Codable, Sendable {
    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// Nothing came, and nobody said why.
        case overdue
        /// The source sends the same old telegram again and again.
        case repeats
        /// It does not answer.
        case unanswered
        /// What it answers cannot be read.
        case garbled
        /// It answers, but with an error.
        case refused
        /// The line or the network to it is gone.
        case unreachable
    }

    /// When it was last read; `nil` when it never was.
    package var since: Timestamp?
    package var reason: Reason
    /// What exactly went wrong, in the words of whoever noticed.
    package var detail: String?

    package init(since: Timestamp?, reason: Reason, detail: String? = nil) {
        self.since = since
        self.reason = reason
        self.detail = detail
    }
}

/// Between two readings of a meter there should have been more. A gap stays a gap: what the registers showed in it is
/// not known, and nothing is put in its place.
package struct MeterGap: Hashable, Codable, Sendable {
    /// When the meter was read before it, and after it.
    package var from: Timestamp
    package var to: Timestamp
    /// `nil` where nobody noticed while it lasted: the daemon did not run, or the clock was set.
    package var reason: MeterSilence.Reason?
    package var detail: String?

    package init(from: Timestamp, to: Timestamp, reason: MeterSilence.Reason?, detail: String? = nil) {
        self.from = from
        self.to = to
        self.reason = reason
        self.detail = detail
    }
}

/// Why a meter could not be read, as whoever tried tells it.
package struct MissedReading: Hashable, Sendable {
    package var meter: MeterID
    package var reason: MeterSilence.Reason
    package var detail: String

    /// Words from outside are cut to this many characters.
    private static let mostDetail = 200

    package init(meter: MeterID, reason: MeterSilence.Reason, detail: String) {
        self.meter = meter
        self.reason = reason
        self.detail = String(detail.prefix(Self.mostDetail))
    }
}
