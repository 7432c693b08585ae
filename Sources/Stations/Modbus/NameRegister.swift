package import Metering

/// A register that names something: the serial number, the firmware, the tag of who charges.
package struct NameRegister: Hashable, Decodable, Sendable {
    package enum Layout: String, CaseIterable, Codable, Sendable {
        case uint16, uint32
        /// The bytes of the registers, in hexadecimal digits.
        case hexadecimal
        /// The same of a card, which has 4, 7 or 10 bytes; the registers behind it are 0.
        case uid
        /// Each byte of the registers a number, with points between them, but for the last byte.
        case version
        /// Two characters a register.
        case text
        /// One character a register.
        case wideText = "wide_text"
    }

    package var function: RegisterFunction
    package var address: UInt16
    package var type: Layout
    /// How many registers it takes, but for numbers.
    package var length: UInt8?
    /// `ABCD` where the file does not say. In a text, `BADC` swaps the two characters of each register.
    package var wordOrder: WordOrder?

    enum CodingKeys: String, CodingKey {
        case function, address, type, length
        case wordOrder = "word_order"
    }

    var width: Int {
        switch type {
        case .uint16: 1
        case .uint32: 2
        case .hexadecimal, .uid, .version, .text, .wideText: Int(length ?? 0)
        }
    }

    package var block: RegisterBlock { RegisterBlock(function: function, address: address, count: width) }

    /// `nil` when nothing is there: all zeros, or all ones.
    package func name(of words: [UInt16]) -> String? {
        let isEmpty = words.allSatisfy { $0 == 0 } || words.allSatisfy { $0 == .max }
        guard words.count == width, !isEmpty else { return nil }
        let words = wordOrder == .badc ? words.map(\.byteSwapped) : words
        switch type {
        case .uint16, .uint32:
            let ordered = wordOrder == .cdab ? words.reversed() : words
            return String(ordered.reduce(UInt64(0)) { $0 << 16 | UInt64($1) })
        case .hexadecimal: return RegisterDecoder.hexadecimal(words).uppercased()
        case .uid: return Self.uid(of: words)
        case .version: return Self.bytes(of: words).dropLast().map(String.init).joined(separator: ".")
        case .text: return Self.text(of: Self.bytes(of: words))
        case .wideText: return Self.text(of: words.map { $0 < 0x80 ? UInt8($0) : UInt8(ascii: "?") })
        }
    }

    /// The shortest of the sizes a card can have that leaves nothing out.
    private static func uid(of words: [UInt16]) -> String {
        let used = (bytes(of: words).lastIndex { $0 != 0 } ?? 0) + 1
        let digits = RegisterDecoder.hexadecimal(words).uppercased()
        return [4, 7, 10].first { $0 >= used }.map { String(digits.prefix(2 * $0)) } ?? digits
    }

    /// Some fill the front with zeros and some the end.
    private static func text(of bytes: [UInt8]) -> String? {
        let body = bytes.drop { $0 == 0 }.prefix { $0 != 0 }.filter { (0x20...0x7E).contains($0) }
        let trimmed = body.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
        return trimmed.isEmpty ? nil : String(decoding: trimmed, as: UTF8.self)
    }

    private static func bytes(of words: [UInt16]) -> [UInt8] {
        words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
}
