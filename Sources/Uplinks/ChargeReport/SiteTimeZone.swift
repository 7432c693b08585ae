package import Charging
import Foundation

/// Which offset from UTC the site's clocks show at a moment, summer time included.
///
/// The only file of this target that needs the whole of Foundation: the table of time zones is in there.
package struct SiteTimeZone: Sendable {
    private let zone: TimeZone

    /// An IANA name, `Europe/Vienna` for instance; without one the box's own zone counts.
    package init(name: String?) throws(UnknownTimeZone) {
        guard let name else {
            zone = .current
            return
        }
        guard let zone = TimeZone(identifier: name), TimeZone.knownTimeZoneIdentifiers.contains(name) || name == "UTC"
        else { throw UnknownTimeZone(name: name) }
        self.zone = zone
    }

    package var name: String { zone.identifier }

    /// Minutes east of UTC.
    func offsetMinutes(at moment: Timestamp) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.seconds))) / 60)
    }

    /// ISO 8601 with a numeric offset and whole seconds, cut off, never rounded up: `2026-04-14T18:30:00+02:00`.
    package func text(of moment: Timestamp) -> String {
        let offset = offsetMinutes(at: moment)
        let hours = ISO8601.padded(abs(offset) / 60, 2)
        let minutes = ISO8601.padded(abs(offset) % 60, 2)
        return ISO8601.dateAndTime(moment.seconds + offset * 60) + (offset < 0 ? "-" : "+") + hours + ":" + minutes
    }
}

/// The configuration names a time zone that does not exist.
package struct UnknownTimeZone: Error, Hashable, CustomStringConvertible {
    package var name: String

    package var description: String {
        "\"\(name)\" is no time zone. Write an IANA name like \"Europe/Vienna\" or \"UTC\"."
    }
}
