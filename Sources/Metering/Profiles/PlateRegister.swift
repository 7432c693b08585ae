/// Where a meter tells what stands on its plate: `[serial_number]` and `[firmware]` in its profile.
package struct PlateRegister: Hashable, Decodable, Sendable {
    package enum Layout: String, CaseIterable, Codable, Sendable {
        case uint16, uint32, uint64
        /// Two characters a register.
        case text
        /// Four decimal digits a register.
        case bcd
        /// Four hexadecimal digits a register.
        case hexadecimal
        /// Each byte a number, with points between them.
        case version
    }

    package var function: RegisterFunction
    /// As on the wire; in a SunSpec profile, the offset inside model 1.
    package var address: UInt16
    package var type: Layout
    package var wordOrder: WordOrder?
    /// How many registers it takes, but for numbers.
    package var length: UInt8?

    enum CodingKeys: String, CodingKey {
        case function
        case address
        case type
        case wordOrder = "word_order"
        case length
    }

    package var block: RegisterBlock { RegisterBlock(function: function, address: address, count: width) }

    /// Whether it takes as many registers as the file says.
    var hasLength: Bool {
        switch type {
        case .uint16, .uint32, .uint64: false
        case .text, .bcd, .hexadecimal, .version: true
        }
    }

    var width: Int {
        switch type {
        case .uint16: 1
        case .uint32: 2
        case .uint64: 4
        case .text, .bcd, .hexadecimal, .version: Int(length ?? 0)
        }
    }

    /// `nil` when the meter has none set: all zeros, all ones, or digits that are none.
    package func value(of words: [UInt16]) -> String? {
        guard words.count == width, !words.allSatisfy({ $0 == 0 }), !words.allSatisfy({ $0 == .max }) else {
            return nil
        }
        switch type {
        case .uint16, .uint32, .uint64: return String((wordOrder ?? .abcd).bits(of: words))
        case .text: return RegisterDecoder.text(of: words)
        case .hexadecimal: return RegisterDecoder.hexadecimal(words).uppercased()
        case .bcd:
            let digits = RegisterDecoder.hexadecimal(words)
            return digits.allSatisfy(\.isNumber) ? digits : nil
        case .version:
            return words.flatMap { [$0 >> 8, $0 & 0xFF] }.map(String.init).joined(separator: ".")
        }
    }
}
