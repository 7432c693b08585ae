/// Where a line of meters is.
package enum BusAddress: Hashable, Sendable {
    /// Modbus RTU on a serial device.
    case serial(SerialSettings)
    /// Modbus TCP; a name or an address.
    case tcp(host: String, port: UInt16)
    /// The frames of Modbus RTU over TCP, checksum and all: a serial line behind a server that only passes bytes on.
    case rtuOverTCP(host: String, port: UInt16)

    /// Whether a meter can have this address on the line: 1 to 247, over Modbus TCP also 0 and 255 for the device
    /// itself.
    package func accepts(unit: UInt8) -> Bool {
        switch self {
        case .serial, .rtuOverTCP: (1...247).contains(unit)
        case .tcp: unit <= 247 || unit == 255
        }
    }
}

extension BusAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .serial(let settings): settings.device
        case .tcp(let host, let port), .rtuOverTCP(let host, let port): "\(host):\(port)"
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
    package var direction: Direction

    /// Who turns an RS-485 transceiver from receiving to sending.
    package enum Direction: String, CaseIterable, Codable, Sendable {
        /// The adapter, as all do that have a USB plug.
        case adapter
        /// The kernel's driver by the RTS line (TIOCSRS485), as with the UARTs of small boards.
        case kernel
    }

    /// The rates Linux knows by name and libmodbus passes on; any other would silently become 9600.
    package static let bauds = [
        1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 500_000, 576_000, 921_600,
        1_000_000,
    ]

    package init(
        device: String, baud: Int = 9600, parity: Parity = .none, stopBits: Int = 1, direction: Direction = .adapter
    ) {
        self.device = device
        self.baud = baud
        self.parity = parity
        self.stopBits = stopBits
        self.direction = direction
    }

    var speed: LineSpeed { LineSpeed(baud: baud) }
}

/// How long things take on a serial line.
package struct LineSpeed: Hashable, Sendable {
    package var baud: Int

    package init(baud: Int) { self.baud = baud }

    /// How long so many characters take on the wire, each of 11 bits as the standard has it.
    package func time(ofCharacters count: Int) -> Duration { .microseconds(count * 11 * 1_000_000 / max(baud, 1)) }

    /// The silence that has to stand between frames: 3.5 characters, above 19200 baud 1.75 ms.
    /// Modbus over Serial Line 1.02, section 2.5.1.1.
    package var silence: Duration { baud > 19_200 ? .microseconds(1750) : time(ofCharacters: 7) / 2 }

    /// What a request costs beside its registers, counted in registers: the frame of the request (8 characters), what
    /// surrounds the registers in the answer (5), the silence before each (3.5), and the time a device takes to think.
    /// A gap of more registers than that is cheaper to leave out.
    package func requestWorth(thinking: Duration = .milliseconds(20)) -> Int {
        10 + Int(thinking / time(ofCharacters: 2))
    }
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
