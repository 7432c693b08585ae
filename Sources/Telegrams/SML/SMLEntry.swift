import Charging

/// One line of a meter's list: a code, and a number with its unit and power of ten, or bytes.
struct SMLEntry {
    let code: OBISCode
    let status: Int64?
    let time: SMLTime?
    let octets: ArraySlice<UInt8>?
    /// `nil` where the value is no number, has no unit that is recorded, or does not fit.
    let quantity: (number: ExactDecimal, unit: String)?
    /// The fields unit, scaler and value as they were sent: they stand beside each other.
    let raw: ArraySlice<UInt8>
    /// How many bytes the number took, and whether it had a sign.
    let width: Int
    let isSigned: Bool
    private let scaler: Int

    /// Name, status, time, unit, scaler, value, signature.
    init(_ node: SMLNode, in bytes: ArraySlice<UInt8>) throws(TelegramDamage) {
        guard let parts = node.list, parts.count == 7, let name = parts[0].octets, name.count == 6 else {
            throw .malformed("a value has no name of six bytes")
        }
        let n = Array(name)
        code = OBISCode(n[0], n[1], n[2], n[3], n[4], f: n[5])
        status = parts[1].integer
        time = SMLTime(parts[2])
        octets = parts[5].octets
        raw = bytes[parts[3].range.lowerBound..<parts[5].range.upperBound]
        // One byte says type and length of a number, so the rest is the number.
        width = parts[5].range.count - 1
        if case .signed = parts[5].value { isSigned = true } else { isSigned = false }
        let scaler = Int(exactly: parts[4].integer ?? 0).flatMap { (-18...18).contains($0) ? $0 : nil }
        self.scaler = scaler ?? 0
        quantity = parts[5].integer.flatMap { digits in
            guard let scaler, let unit = Self.unit(parts[3].integer),
                let number = ExactDecimal(digits: digits, scale: -scaler)
            else { return nil }
            return (number, unit)
        }
    }

    /// The units of DLMS that meters use.
    private static func unit(_ number: Int64?) -> String? {
        switch number {
        case 8: "deg"
        case 13, 14: "m3"
        case 27: "W"
        case 28: "VA"
        case 29: "var"
        case 30: "Wh"
        case 31: "VAh"
        case 32: "varh"
        case 33: "A"
        case 35: "V"
        case 44: "Hz"
        default: nil
        }
    }

    /// The number as it reads when its first bit is no sign; for numbers of fewer than eight bytes.
    var unsigned: ExactDecimal? {
        ExactDecimal(digits: raw.suffix(width).reduce(Int64(0)) { $0 << 8 | Int64($1) }, scale: -scaler)
    }
}
