/// Where a line of meters is.
package enum BusAddress: Hashable, Sendable {
    /// Modbus RTU on a serial device.
    case serial(SerialSettings)
    /// Modbus TCP; a name or an address.
    case tcp(host: String, port: UInt16)

    /// Whether a meter can have this address on the line: 1 to 247, over TCP also 0 and 255 for the device itself.
    package func accepts(unit: UInt8) -> Bool {
        switch self {
        case .serial: (1...247).contains(unit)
        case .tcp: unit <= 247 || unit == 255
        }
    }
}

/// How a serial device is opened. Eight data bits, as Modbus RTU demands.
package struct SerialSettings: Hashable, Sendable {
    package var device: String
    package var baud: Int
    package var parity: Parity
    /// 1 or 2.
    package var stopBits: Int

    /// The rates Linux knows by name and libmodbus passes on; any other would silently become 9600.
    package static let bauds = [
        1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 500_000, 576_000, 921_600,
        1_000_000,
    ]

    package init(device: String, baud: Int = 9600, parity: Parity = .none, stopBits: Int = 1) {
        self.device = device
        self.baud = baud
        self.parity = parity
        self.stopBits = stopBits
    }

    /// How long so many characters take on the wire, each of 11 bits as the standard has it.
    func time(ofCharacters count: Int) -> Duration { .microseconds(count * 11 * 1_000_000 / max(baud, 1)) }

    /// The silence that has to stand between frames: 3.5 characters, above 19200 baud 1.75 ms.
    /// Modbus over Serial Line 1.02, section 2.5.1.1.
    var silence: Duration { baud > 19_200 ? .microseconds(1750) : time(ofCharacters: 7) / 2 }
}

package enum Parity: String, CaseIterable, Codable, Sendable {
    case none
    case even
    case odd

    /// libmodbus's letter for it.
    var letter: CChar {
        switch self {
        case .none: CChar(UInt8(ascii: "N"))
        case .even: CChar(UInt8(ascii: "E"))
        case .odd: CChar(UInt8(ascii: "O"))
        }
    }
}
