package import Charging

/// Turns registers into exact numbers.
///
/// Whole numbers stay whole numbers. A float becomes the shortest decimal that stands for the very same bits, which is
/// what the meter shows; from there on it is a decimal. What a meter marks as undefined has no value.
package enum RegisterDecoder {
    /// `nil` when the registers hold no number: NaN, infinite, all bits set (unsigned), only the highest (signed).
    package static func value(of words: [UInt16], type: RegisterType, order: WordOrder) -> ExactDecimal? {
        guard words.count == type.width else { return nil }
        let bits = order.bits(of: words)
        switch type {
        case .int16: return signed(Int16(truncatingIfNeeded: bits))
        case .int32: return signed(Int32(truncatingIfNeeded: bits))
        case .int64: return signed(Int64(truncatingIfNeeded: bits))
        case .uint16: return unsigned(UInt16(truncatingIfNeeded: bits))
        case .uint32: return unsigned(UInt32(truncatingIfNeeded: bits))
        case .uint64: return unsigned(bits)
        case .float32: return decimal(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .float64: return decimal(Double(bitPattern: bits))
        }
    }

    /// The registers as they came, in hexadecimal.
    package static func hexadecimal(_ words: [UInt16]) -> String {
        words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    /// Text of two characters a register, up to the first NUL, without the blanks around it; `nil` when none is left.
    package static func text(of words: [UInt16]) -> String? {
        let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }.prefix { $0 != 0 }
        let text = String(decoding: bytes.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
        let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    private static func signed(_ value: some FixedWidthInteger & SignedInteger) -> ExactDecimal? {
        value == type(of: value).min ? nil : ExactDecimal(Int64(value))
    }

    private static func unsigned(_ value: some FixedWidthInteger & UnsignedInteger) -> ExactDecimal? {
        value == type(of: value).max ? nil : Int64(exactly: value).map { ExactDecimal($0) }
    }

    private static func decimal(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> ExactDecimal? {
        guard value.isFinite else { return nil }
        // The noise of a register at rest; it has more places than an exact decimal keeps, and the raw bits are kept.
        if value.magnitude < 1e-9 { return ExactDecimal(0) }
        return ExactDecimal(value.description)
    }
}
