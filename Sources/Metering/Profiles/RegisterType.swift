/// How a value is laid out in its registers.
package enum RegisterType: String, CaseIterable, Codable, Sendable {
    case int16, uint16, int32, uint32, int64, uint64, float32, float64
    /// Iskra's unsigned measurement: a decimal exponent in the highest byte, 24 bits of digits.
    case iskraT5 = "iskra-t5"
    /// Iskra's signed measurement: the same with signed digits.
    case iskraT6 = "iskra-t6"
    /// Iskra's power factor: its size in the lower register, direction and load in the bytes of the higher.
    case iskraT7 = "iskra-t7"

    /// How many 16-bit registers it takes.
    package var width: Int {
        switch self {
        case .int16, .uint16: 1
        case .int32, .uint32, .float32, .iskraT5, .iskraT6, .iskraT7: 2
        case .int64, .uint64, .float64: 4
        }
    }

    /// A whole number, which can be written and compared.
    package var isInteger: Bool {
        switch self {
        case .int16, .uint16, .int32, .uint32, .int64, .uint64: true
        case .float32, .float64, .iskraT5, .iskraT6, .iskraT7: false
        }
    }
}

/// In which order the bytes of a longer value come; `A` is the highest byte.
package enum WordOrder: String, CaseIterable, Codable, Sendable {
    /// As they are: the highest register first.
    case abcd = "ABCD"
    /// The lowest register first.
    case cdab = "CDAB"
    /// The lowest byte first.
    case dcba = "DCBA"
    /// The highest register first, the bytes in each swapped.
    case badc = "BADC"

    /// The value's bits, whatever order they came in.
    func bits(of words: some BidirectionalCollection<UInt16>) -> UInt64 {
        let ordered = self == .cdab || self == .dcba ? Array(words.reversed()) : Array(words)
        let swaps = self == .dcba || self == .badc
        return ordered.reduce(0) { $0 << 16 | UInt64(swaps ? $1.byteSwapped : $1) }
    }
}
