/// How the simulator lays numbers and texts out in registers.
enum RegisterWriting {
    static func width(of type: String) -> Int {
        switch type {
        case "int16", "uint16": 1
        case "int64", "uint64", "float64": 4
        default: 2
        }
    }

    /// `milli` thousandths of the unit without its prefix: mWh, mW, mA, mV.
    static func words(milli: Int64, as register: SheetRegister) -> [UInt16] {
        let type = register.type ?? "uint16"
        let (numerator, denominator) = register.fraction
        let bits: UInt64 =
            switch type {
            case "float32":
                UInt64(Float(Double(Int128(milli) * numerator) / Double(1000 * denominator)).bitPattern)
            case "float64": (Double(Int128(milli) * numerator) / Double(1000 * denominator)).bitPattern
            default: UInt64(truncatingIfNeeded: Int128(milli) * numerator / (1000 * denominator))
            }
        return words(bits: bits, count: width(of: type), order: register.wordOrder)
    }

    static func words(bits: UInt64, count: Int, order: String?) -> [UInt16] {
        let straight = (0..<count).map { UInt16(truncatingIfNeeded: bits >> UInt64(16 * (count - 1 - $0))) }
        return switch order {
        case "CDAB": straight.reversed()
        case "DCBA": straight.reversed().map(\.byteSwapped)
        case "BADC": straight.map(\.byteSwapped)
        default: straight
        }
    }

    /// The other way round, for what is written to the wallbox: the number in the register, in thousandths.
    static func milli(of words: [UInt16], type: String, order: String?) -> Int64 {
        let straight: [UInt16] =
            switch order {
            case "CDAB": words.reversed()
            case "DCBA": words.reversed().map(\.byteSwapped)
            case "BADC": words.map(\.byteSwapped)
            default: words
            }
        let bits = straight.reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        guard type == "float32" else { return Int64(truncatingIfNeeded: bits) * 1000 }
        return Int64((Float(bitPattern: UInt32(truncatingIfNeeded: bits)) * 1000).rounded())
    }

    /// A name in the words of the register: the digits of `number`, or its bytes.
    static func name(_ number: UInt32, as register: SheetRegister) -> [UInt16] {
        let length = register.length ?? 0
        let words: [UInt16] =
            switch register.type {
            case "uint16": [UInt16(truncatingIfNeeded: number)]
            case "uint32": words(bits: UInt64(number), count: 2, order: register.wordOrder)
            case "text": text(digits(number), length)
            case "wide_text": padded(digits(number).map { UInt16($0) }, length)
            default: padded([UInt16(number >> 16), UInt16(number & 0xFFFF)], length)
            }
        return register.type == "text" && register.wordOrder == "BADC" ? words.map(\.byteSwapped) : words
    }

    /// A serial number is read as decimal digits, a card as hexadecimal ones.
    static func card(_ tag: UInt32, as register: SheetRegister) -> [UInt16] {
        guard register.type == "text" || register.type == "wide_text" else { return name(tag, as: register) }
        guard tag != 0 else { return [UInt16](repeating: 0, count: register.length ?? 0) }
        let plain = String(tag, radix: 16, uppercase: true)
        let characters = Array((String(repeating: "0", count: 8 - plain.count) + plain).utf8)
        if register.type == "wide_text" { return padded(characters.map { UInt16($0) }, register.length ?? 0) }
        return text(characters, register.length ?? 0)
    }

    static func text(_ characters: [UInt8], _ length: Int) -> [UInt16] {
        let bytes = characters + [UInt8](repeating: 0, count: max(0, 2 * length - characters.count))
        return (0..<length).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    }

    private static func digits(_ number: UInt32) -> [UInt8] { Array(String(number).utf8) }

    private static func padded(_ words: [UInt16], _ length: Int) -> [UInt16] {
        Array((words + [UInt16](repeating: 0, count: max(0, length - words.count))).prefix(length))
    }
}
