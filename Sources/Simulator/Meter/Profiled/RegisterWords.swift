import Charging

/// Writes quantities as registers have them.
enum RegisterWords {
    /// A quantity over a register's step, exactly: `numerator` / `denominator`.
    struct Ratio: Sendable {
        var numerator: Int128
        var denominator: Int128

        var rounded: Int128 {
            let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
            guard remainder.magnitude * 2 >= denominator.magnitude else { return quotient }
            return quotient + ((numerator < 0) == (denominator < 0) ? 1 : -1)
        }

        func times(tenToThe power: Int) -> Ratio {
            let factor = (0..<abs(power)).reduce(Int128(1)) { product, _ in product * 10 }
            return power < 0
                ? Ratio(numerator: numerator, denominator: denominator * factor)
                : Ratio(numerator: numerator * factor, denominator: denominator)
        }
    }

    /// `milli` thousandths of the base unit, in steps of `scale` times ten to the `power`.
    static func ratio(milli: Int64, scale: ExactDecimal?, power: Int) -> Ratio {
        let scale = scale ?? ExactDecimal(1)
        return Ratio(numerator: Int128(milli), denominator: 1000 * Int128(scale.digits))
            .times(tenToThe: scale.scale - power)
    }

    /// A whole number that does not fit begins again, as a register that is full does.
    static func words(of ratio: Ratio, type: String, order: String) -> [UInt16] {
        switch type {
        case "int16", "uint16": ordered(UInt64(truncatingIfNeeded: ratio.rounded), count: 1, order)
        case "int32", "uint32": ordered(UInt64(truncatingIfNeeded: ratio.rounded), count: 2, order)
        case "int64", "uint64": ordered(UInt64(truncatingIfNeeded: ratio.rounded), count: 4, order)
        case "float32":
            ordered(UInt64(Float(Double(ratio.numerator) / Double(ratio.denominator)).bitPattern), count: 2, order)
        case "float64": ordered((Double(ratio.numerator) / Double(ratio.denominator)).bitPattern, count: 4, order)
        case "iskra-t5", "iskra-t6": ordered(iskra(ratio), count: 2, order)
        case "iskra-t7": ordered(UInt64(truncatingIfNeeded: ratio.rounded) & 0xFFFF, count: 2, order)
        default: []
        }
    }

    static func ordered(_ bits: UInt64, count: Int, _ order: String) -> [UInt16] {
        var words = (0..<count).map { UInt16(truncatingIfNeeded: bits >> (16 * (count - 1 - $0))) }
        if order == "CDAB" || order == "DCBA" { words.reverse() }
        if order == "DCBA" || order == "BADC" { words = words.map(\.byteSwapped) }
        return words
    }

    /// Two characters a register, the rest NUL.
    static func text(_ text: String, length: Int) -> [UInt16] {
        let bytes = Array(text.utf8.prefix(2 * length)) + [UInt8](repeating: 0, count: 2 * length)
        return (0..<length).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    }

    /// As many digits as 23 bits have room for.
    private static func iskra(_ ratio: Ratio) -> UInt64 {
        var exponent = -3
        while ratio.times(tenToThe: -exponent).rounded.magnitude >= 1 << 23 { exponent += 1 }
        let digits = UInt64(truncatingIfNeeded: ratio.times(tenToThe: -exponent).rounded) & 0xFF_FFFF
        return UInt64(UInt8(bitPattern: Int8(exponent))) << 24 | digits
    }
}
