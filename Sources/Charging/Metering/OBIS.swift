/// The name of a register (IEC 62056-61), `1-0:1.8.0` for instance.
package struct OBIS: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Active energy imported, all tariffs, in Wh.
    package static let energyImport: OBIS = "1-0:1.8.0"
    /// Active energy exported, all tariffs, in Wh.
    package static let energyExport: OBIS = "1-0:2.8.0"
    /// Active power over all phases in W; negative while exporting.
    package static let power: OBIS = "1-0:16.7.0"

    /// Active energy imported or exported, of one tariff or of all: `1-b:1.8.e` and `1-b:2.8.e`. Such a register only
    /// counts up, so what it shows can be judged by what it showed before.
    package var isEnergyRegister: Bool {
        // By bytes, because every register of every reading is asked.
        var rest = Substring(rawValue).utf8
        guard rest.removeFirst(UInt8(ascii: "1")), rest.removeFirst(UInt8(ascii: "-")) else { return false }
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return false }
        rest = rest[rest.index(after: colon)...]
        guard rest.removeFirst(UInt8(ascii: "1")) || rest.removeFirst(UInt8(ascii: "2")) else { return false }
        return rest.starts(with: ".8.".utf8)
    }
}

extension Substring.UTF8View {
    /// Takes the byte off if it comes first.
    fileprivate mutating func removeFirst(_ byte: UInt8) -> Bool {
        guard first == byte else { return false }
        removeFirst()
        return true
    }
}
