/// How a value is laid out in its registers.
package enum RegisterType: String, CaseIterable, Codable, Sendable {
    case int16, uint16, int32, uint32, int64, uint64, float32, float64

    /// How many 16-bit registers it takes.
    package var width: Int {
        switch self {
        case .int16, .uint16: 1
        case .int32, .uint32, .float32: 2
        case .int64, .uint64, .float64: 4
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

/// The units meters give, and the one each is recorded in.
package enum MeterUnit: String, CaseIterable, Codable, Sendable {
    case wattHours = "Wh"
    case kilowattHours = "kWh"
    case megawattHours = "MWh"
    case varHours = "varh"
    case kilovarHours = "kvarh"
    case watts = "W"
    case kilowatts = "kW"
    case vars = "var"
    case kilovars = "kvar"
    case voltAmperes = "VA"
    case kilovoltAmperes = "kVA"
    case volts = "V"
    case amperes = "A"
    case milliamperes = "mA"
    case hertz = "Hz"

    /// The unit without its prefix, and by how many places the decimal point moves on the way there.
    package var base: (unit: String, power: Int) {
        switch self {
        case .wattHours, .varHours, .watts, .vars, .voltAmperes, .volts, .amperes, .hertz: (rawValue, 0)
        case .kilowattHours, .kilovarHours, .kilowatts, .kilovars, .kilovoltAmperes: (String(rawValue.dropFirst()), 3)
        case .megawattHours: ("Wh", 6)
        case .milliamperes: ("A", -3)
        }
    }
}
