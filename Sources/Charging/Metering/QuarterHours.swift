/// What a meter's energy registers showed on quarter hours, decided once and for all.
///
/// Quarter hours are those of UTC, which are quarter hours in every zone that has clouds to report to. What bills,
/// reports or shares energy by quarter hours takes the differences of these values, within one segment.
package struct QuarterHours: Hashable, Codable, Sendable {
    package var values: [QuarterHour]
    package var missing: [MissingQuarterHours]

    package init(values: [QuarterHour] = [], missing: [MissingQuarterHours] = []) {
        self.values = values
        self.missing = missing
    }

    package var isEmpty: Bool { values.isEmpty && missing.isEmpty }

    package static let length = Duration.minutes(15)
    /// A reading this close to a quarter hour stands for it: half a percent of the quarter hour, and as much as a meter
    /// that tells something every ten seconds can miss it by.
    package static let tolerance = Duration.seconds(5)
    /// Readings further apart than this are not interpolated between.
    package static let reach = Duration.hours(1)
    /// A clock that was set by less than this goes on as if it had not been set.
    package static let step = Duration.seconds(60)
    /// A clock that nobody synchronised is not believed when it claims that more time than this went by unseen.
    package static let blindFaith = Duration.hours(24)

    /// The first quarter hour after the moment.
    package static func first(after moment: Timestamp) -> Timestamp { last(upTo: moment) + length }

    /// The last quarter hour that is not after the moment.
    package static func last(upTo moment: Timestamp) -> Timestamp {
        let period = length.microseconds
        let rest = moment.microseconds % period
        return Timestamp(microseconds: moment.microseconds - (rest < 0 ? rest + period : rest))
    }
}

/// A register on one quarter hour.
package struct QuarterHour: Hashable, Codable, Sendable {
    package enum Quality: String, Codable, Sendable, CaseIterable {
        /// Read within five seconds of it, and as read.
        case measured
        /// On the straight line between the readings before and after; a derived value and never one to count on from.
        case interpolated
    }

    package var register: OBIS
    /// The quarter hour itself, and not when the meter was read.
    package var at: Timestamp
    package var quality: Quality
    /// In Wh.
    package var value: ExactDecimal
    /// The number of the segment it is in.
    package var segment: Int
    package var serialNumber: String?
    /// The readings it comes from, with their own times: one that was measured, two that were interpolated between.
    package var sources: [ReadingReference]
    /// The box's clock was not synchronised at one of them; nothing is written where it was.
    package var untrusted: Bool?

    package init(
        register: OBIS, at: Timestamp, quality: Quality, value: ExactDecimal, segment: Int, serialNumber: String?,
        sources: [ReadingReference], untrusted: Bool? = nil
    ) {
        self.register = register
        self.at = at
        self.quality = quality
        self.value = value
        self.segment = segment
        self.serialNumber = serialNumber
        self.sources = sources
        self.untrusted = untrusted
    }
}

/// A reading in the journal.
package struct ReadingReference: Hashable, Codable, Sendable {
    /// The number of its entry; 0 where a program wrote it down that did not remember numbers.
    package var seq: Int64
    /// When the meter was read.
    package var at: Timestamp

    package init(seq: Int64, at: Timestamp) {
        self.seq = seq
        self.at = at
    }

    init(_ mark: RegisterMark) { self.init(seq: mark.seq, at: mark.at) }
}

/// Quarter hours in a row of which nothing is known, however many.
package struct MissingQuarterHours: Hashable, Codable, Sendable {
    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// The meter was not read, or what it gave was not believed.
        case silent
        /// The box's clock was set, so the readings before and after cannot be compared.
        case clock
        /// The register was reset, or another meter put in its place.
        case segment
    }

    package var registers: [OBIS]
    package var first: Timestamp
    /// The last of them; the same as the first where it is one.
    package var last: Timestamp
    package var reason: Reason

    package init(registers: [OBIS], first: Timestamp, last: Timestamp, reason: Reason) {
        self.registers = registers
        self.first = first
        self.last = last
        self.reason = reason
    }

    package var count: Int64 { (last - first).microseconds / QuarterHours.length.microseconds + 1 }
}
