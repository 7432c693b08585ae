import Charging

/// One line of a P1 or IEC 62056-21 telegram: a code, and values in brackets.
struct DataLine {
    var code: OBISCode
    /// What stands between each pair of brackets.
    var values: [Substring]
    /// The brackets and what stands in them, as they were sent.
    var raw: [UInt8]

    /// `nil` for a line that is none. The code may be one that is not known; its shape has to be right.
    init?(_ line: some Collection<UInt8>) {
        guard let open = line.firstIndex(of: UInt8(ascii: "(")), let code = OBISCode(line[..<open]) else { return nil }
        self.code = code
        raw = Array(line[open...])
        guard let values = Self.values(of: raw) else { return nil }
        self.values = values
    }

    /// `nil` unless it is `(…)(…)` from end to end, printable, and no bracket stands inside another.
    private static func values(of bytes: [UInt8]) -> [Substring]? {
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }), bytes.last == UInt8(ascii: ")") else { return nil }
        var values: [Substring] = []
        for value in bytes.dropLast().split(separator: UInt8(ascii: ")"), omittingEmptySubsequences: false) {
            guard value.first == UInt8(ascii: "("), !value.dropFirst().contains(UInt8(ascii: "(")) else { return nil }
            values.append(Substring(decoding: value.dropFirst(), as: UTF8.self))
        }
        return values
    }
}

/// A number and its unit, `001234.567*kWh`, in the unit it is recorded in.
struct Quantity {
    var number: ExactDecimal
    var unit: String

    /// `nil` for anything that is no number in digits, and for a unit that is not known.
    init?(_ text: some StringProtocol) {
        guard let star = text.firstIndex(of: "*") else { return nil }
        self.init(text[..<star], unit: text[text.index(after: star)...])
    }

    init?(_ number: some StringProtocol, unit: some StringProtocol) {
        let digits = String(number).trimmingBlanks
        guard digits.utf8.allSatisfy({ "+-.0123456789".utf8.contains($0) }), let value = ExactDecimal(digits),
            let (power, base) = Self.base(of: String(unit).trimmingBlanks), let shifted = value.shifted(by: power)
        else { return nil }
        self.number = shifted
        self.unit = base
    }

    /// How many places the point moves, and the unit then.
    private static func base(of unit: String) -> (power: Int, unit: String)? {
        // Makers do not agree on capitals; only between milli and mega do they matter.
        if unit.hasPrefix("M") {
            return ["MWh": (6, "Wh"), "MW": (6, "W"), "Mvarh": (6, "varh"), "Mvar": (6, "var")][unit]
        }
        return switch unit.lowercased() {
        case "wh", "w", "varh", "var", "vah", "va", "v", "a", "hz", "m3", "gj": (0, names[unit.lowercased()] ?? unit)
        case "kwh", "kw", "kvarh", "kvar", "kvah", "kva", "kv", "ka":
            (3, names[String(unit.lowercased().dropFirst())] ?? unit)
        default: nil
        }
    }

    private static let names = [
        "wh": "Wh", "w": "W", "varh": "varh", "var": "var", "vah": "VAh", "va": "VA", "v": "V", "a": "A", "hz": "Hz",
        "m3": "m3", "gj": "GJ",
    ]
}

extension String {
    var trimmingBlanks: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
