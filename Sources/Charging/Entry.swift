/// One line of the journal: a fact, what it is about, and when it was recorded.
package struct Entry: Hashable, Sendable {
    /// Its place in the journal; strictly increasing, never used twice.
    package var seq: Int64
    package var stamp: Stamp
    package var subject: Subject
    package var fact: Fact

    package init(seq: Int64, stamp: Stamp, subject: Subject, fact: Fact) {
        self.seq = seq
        self.stamp = stamp
        self.subject = subject
        self.fact = fact
    }
}

/// What an entry is about.
package enum Subject: Hashable, Sendable, CustomStringConvertible {
    case site
    case station(StationID)
    case meter(MeterID)

    /// `station/CP1`, `meter/garage` or `site`, as the journal writes it.
    package var description: String {
        switch self {
        case .site: "site"
        case .station(let id): "station/\(id)"
        case .meter(let id): "meter/\(id)"
        }
    }

    package init?(_ text: String) {
        if text == "site" {
            self = .site
            return
        }
        guard let slash = text.firstIndex(of: "/") else { return nil }
        let name = String(text[text.index(after: slash)...])
        switch text[..<slash] {
        case "station": self = .station(StationID(name))
        case "meter": self = .meter(MeterID(name))
        default: return nil
        }
    }
}
