/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Int64) { self.microseconds = seconds * 1_000_000 }

    /// Whole seconds, rounded towards the past.
    package var seconds: Int64 {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    package static func + (moment: Self, span: Duration) -> Self {
        Self(microseconds: moment.microseconds + span.microseconds)
    }

    package static func - (moment: Self, span: Duration) -> Self {
        Self(microseconds: moment.microseconds - span.microseconds)
    }

    package static func - (later: Self, earlier: Self) -> Duration {
        .microseconds(later.microseconds - earlier.microseconds)
    }
}

extension Duration {
    /// Whole microseconds, the fraction cut off.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    package static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let parsed = ISO8601(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is no ISO 8601 time"))
        }
        self = parsed.timestamp
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with `Z`, and as many fractional digits (0, 3 or 6) as the moment needs.
    package var description: String {
        let fraction = microseconds - seconds * 1_000_000
        let head = ISO8601.dateAndTime(seconds)
        if fraction == 0 { return head + "Z" }
        if fraction % 1000 == 0 { return head + "." + ISO8601.padded(fraction / 1000, 3) + "Z" }
        return head + "." + ISO8601.padded(fraction, 6) + "Z"
    }
}

extension Timestamp {
    /// The moment that a clock means which shows the time so many seconds ahead of UTC.
    package func inUTC(_ ahead: Int?) -> Timestamp { ahead.map { self + .seconds(-$0) } ?? self }
}
