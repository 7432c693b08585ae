/// An ISO 8601 date and time as devices write it: any length of fraction, `Z`, an offset, or (wrongly) no zone at all.
///
/// Written here and not taken from Foundation because it stands in the path of every frame, because stations send
/// forms that Foundation's parser refuses, and because the missing zone has to be told apart.
package struct ISO8601: Hashable, Sendable {
    package var timestamp: Timestamp
    /// The text named no zone; UTC was assumed.
    package var zoneAssumed: Bool

    /// Reads `2026-04-14T18:30:00.123+02:00` and its relatives; `nil` for anything that is no existing moment, and for
    /// one that its zone or a leap second carries out of the years 0 to 9999, which could not be read again.
    package init?(_ text: some StringProtocol) {
        var digits = Digits(Array(text.utf8.prefix(40)))
        guard text.utf8.count <= 40,
            let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), digits.skip("T") || digits.skip("t") || digits.skip(" "),
            let hour = digits.number(2), digits.skip(":"), let minute = digits.number(2)
        else { return nil }
        var second: Int64 = 0
        if digits.skip(":") {
            guard let value = digits.number(2) else { return nil }
            second = value
        }
        var microseconds: Int64 = 0
        if digits.skip(".") || digits.skip(",") {
            guard let value = digits.fraction() else { return nil }
            microseconds = value
        }
        guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour <= 23, minute <= 59,
            second <= 60, let zone = digits.zone()
        else { return nil }
        let clock = hour * 3600 + minute * 60 + second - (zone ?? 0)
        let seconds = Self.daysSinceEpoch(year, month, day) * 86_400 + clock
        guard Self.writable.contains(seconds) else { return nil }
        timestamp = Timestamp(microseconds: seconds * 1_000_000 + microseconds)
        zoneAssumed = zone == nil
    }

    /// Seconds since 1970 whose year has four digits.
    private static let writable = daysSinceEpoch(0, 1, 1) * 86_400..<daysSinceEpoch(10_000, 1, 1) * 86_400

    /// `2026-04-14T18:30:00` for seconds since 1970, without a zone.
    package static func dateAndTime(_ seconds: Int64) -> String {
        let (days, clock) = floorDivision(seconds, 86_400)
        let (year, month, day) = date(daysSinceEpoch: days)
        let time = "\(padded(clock / 3600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))"
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(time)"
    }

    package static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
    }

    // Days and dates of the proleptic Gregorian calendar, counted in years that begin in March so that the leap day
    // is the last of its year.

    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivision(marchYear, 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(daysSinceEpoch days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivision(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func floorDivision(_ number: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// A cursor over ASCII text.
private struct Digits {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Exactly `count` digits.
    mutating func number(_ count: Int) -> Int64? {
        guard position + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + count] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        position += count
        return value
    }

    /// The digits of a fraction of a second as microseconds; what is finer is cut off.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = number(1) {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// Seconds east of UTC, `.some(nil)` when the text ends without a zone, `nil` when something else follows.
    mutating func zone() -> Int64?? {
        if position == bytes.count { return .some(nil) }
        if skip("Z") || skip("z") { return position == bytes.count ? .some(0) : nil }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2) else { return nil }
        _ = skip(":")
        let minutes = number(2) ?? 0
        return position == bytes.count && hours <= 18 && minutes <= 59
            ? .some(sign * (hours * 3600 + minutes * 60)) : nil
    }
}
