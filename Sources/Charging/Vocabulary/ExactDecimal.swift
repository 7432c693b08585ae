/// A decimal number kept exactly as a device gave it: an integer and how many of its digits stand behind the point.
///
/// Binary floating point never touches a measured value: `1625.0` Wh and `1.625` kWh are the same number here, and
/// the text a device sent can be told from it again.
package struct ExactDecimal: Sendable {
    package let digits: Int64
    /// Digits behind the decimal point; 0 to 18.
    package let scale: Int

    /// `digits` · 10^-`scale`; a negative scale is multiplied out. `nil` when that leaves 64 bits.
    package init?(digits: Int64, scale: Int) {
        if (0...18).contains(scale) {
            self.init(checked: digits, scale)
        } else {
            guard (-18..<0).contains(scale), let scaled = Self.scaled(digits, by: -scale) else { return nil }
            self.init(checked: scaled, 0)
        }
    }

    package init(_ integer: Int64) { self.init(checked: integer, 0) }

    private init(checked digits: Int64, _ scale: Int) {
        self.digits = digits
        self.scale = scale
    }

    /// Reads `-12.5`, `1.6250000000000002`, `1.5E+3`; `nil` for an empty text, `NaN`, a comma, or more than 18 digits.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 32 else { return nil }
        var digits: Int64 = 0
        var scale = 0
        var seen = (point: false, digit: false)
        // Byte by byte: every meter value passes here, and characters cost ten times as much.
        var rest = Substring(text).utf8
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            rest.removeFirst()
            if byte == UInt8(ascii: "."), !seen.point {
                seen.point = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), let shifted = Self.scaled(digits, by: 1),
                case let digit = Int64(byte - UInt8(ascii: "0")),
                case let (sum, overflow) = shifted.addingReportingOverflow(digit), !overflow
            else { return nil }
            digits = sum
            seen.digit = true
            if seen.point { scale += 1 }
        }
        guard seen.digit else { return nil }
        if !rest.isEmpty {
            guard let exponent = Int(Substring(rest.dropFirst())), (-18...18).contains(exponent) else { return nil }
            scale -= exponent
        }
        self.init(digits: negative ? -digits : digits, scale: scale)
    }

    /// The same number · 10^`power`, exactly; `nil` when it does not fit.
    package func shifted(by power: Int) -> ExactDecimal? { ExactDecimal(digits: digits, scale: scale - power) }

    /// `self - other`, exactly; `nil` when it does not fit.
    package func minus(_ other: ExactDecimal) -> ExactDecimal? {
        guard let (left, right, scale) = Self.aligned(self, other),
            case let (difference, overflow) = left.subtractingReportingOverflow(right), !overflow
        else { return nil }
        return ExactDecimal(digits: difference, scale: scale)
    }

    /// `self + other`, exactly; `nil` when it does not fit.
    package func plus(_ other: ExactDecimal) -> ExactDecimal? {
        guard let (left, right, scale) = Self.aligned(self, other),
            case let (sum, overflow) = left.addingReportingOverflow(right), !overflow
        else { return nil }
        return ExactDecimal(digits: sum, scale: scale)
    }

    /// The nearest integer; halves go away from zero.
    package var rounded: Int64 {
        guard scale > 0, let unit = Self.scaled(1, by: scale) else { return digits }
        return digits.dividedRoundingHalfAwayFromZero(by: unit)
    }

    /// Both numbers over the larger of their scales.
    private static func aligned(_ left: Self, _ right: Self) -> (Int64, Int64, Int)? {
        let scale = max(left.scale, right.scale)
        guard let leftDigits = scaled(left.digits, by: scale - left.scale),
            let rightDigits = scaled(right.digits, by: scale - right.scale)
        else { return nil }
        return (leftDigits, rightDigits, scale)
    }

    private static func scaled(_ digits: Int64, by power: Int) -> Int64? {
        var result = digits
        for _ in 0..<power {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = product
        }
        return result
    }
}

extension ExactDecimal: Hashable, Comparable {
    package func hash(into hasher: inout Hasher) {
        var (digits, scale) = (digits, scale)
        while scale > 0, digits % 10 == 0 { (digits, scale) = (digits / 10, scale - 1) }
        hasher.combine(digits)
        hasher.combine(scale)
    }

    /// By value: `1.50` equals `1.5`.
    package static func == (left: Self, right: Self) -> Bool { !(left < right) && !(right < left) }

    package static func < (left: Self, right: Self) -> Bool {
        if let (leftDigits, rightDigits, _) = aligned(left, right) { return leftDigits < rightDigits }
        // Too far apart to share a scale, so their magnitudes differ for certain.
        return left.approximation < right.approximation
    }

    private var approximation: Double {
        var value = Double(digits)
        for _ in 0..<scale { value /= 10 }
        return value
    }
}

extension ExactDecimal: CustomStringConvertible, Codable {
    package var description: String {
        guard scale > 0 else { return String(digits) }
        let magnitude = String(digits.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - magnitude.count)) + magnitude
        return (digits < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let number = ExactDecimal(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is no decimal number"))
        }
        self = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    /// The quotient rounded to the nearest integer, halves away from zero.
    package func dividedRoundingHalfAwayFromZero(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        // Compared as "what is missing to the next multiple", because twice the remainder could overflow.
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
        return (self < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }
}
