/// The registers of a simulated device as its server shows them.
struct RegisterImage: Sendable {
    var inputStart = 0
    var input: [UInt16] = []
    var holdingStart = 0
    var holding: [UInt16] = []
}

/// A request for registers, as far as a simulated device looks at it.
struct ModbusRequest: Hashable, Sendable {
    var unit: UInt8
    var function: UInt8
    var address: Int
    /// How many registers are read or written.
    var count: Int
    /// What is to be written.
    var words: [UInt16] = []

    /// `pdu` begins with the function and may have a checksum behind it.
    init(_ pdu: ArraySlice<UInt8>, unit: UInt8) {
        self.unit = unit
        let bytes = Array(pdu) + [UInt8](repeating: 0, count: 6)
        func word(_ index: Int) -> UInt16 { UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]) }
        function = bytes[0]
        address = Int(word(1))
        count = function == 6 ? 1 : Int(word(3))
        if function == 6 { words = [word(3)] }
        if function == 16, bytes.count >= 6 + 2 * count { words = (0..<count).map { word(6 + 2 * $0) } }
    }

    var isWrite: Bool { function == 6 || function == 16 }
}
