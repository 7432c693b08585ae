/// `[[bus]]`: one line that meters hang on, a serial device or a TCP address.
package struct BusSection: Decodable, Sendable {
    package var name: String
    /// What is spoken on it.
    package var kind = Kind.modbus
    /// The meter talks by itself although those of its kind are asked (IEC 62056-21, mode D).
    package var pushes = false
    /// A serial device; exactly one of `device` and `address` is there.
    package var device: String?
    /// `host:port` of a Modbus TCP server, or of one that passes the bytes of a serial line on.
    package var address: String?
    /// What is spoken at `address`.
    package var framing = Framing.tcp
    package var baud = 9600
    package var parity = Parity.none
    package var stopBits = 1
    /// Who turns the RS-485 transceiver round.
    package var rs485 = Direction.adapter
    /// How long a meter may take to answer.
    package var timeoutMilliseconds = 500
    /// How often a request is repeated in the same visit.
    package var retries = 1
    /// The rest after each request.
    package var pauseMilliseconds = 0
    /// The keys of a serial line, or of a TCP address, that were written although this may be the other.
    package var serialKeys: [String] = []
    package var networkKeys: [String] = []
    /// Those that mean something on a line of Modbus only.
    package var modbusKeys: [String] = []

    package enum Kind: String, CaseIterable, Decodable, Sendable {
        case modbus
        /// DSMR P1 and eMUCS.
        case p1
        case sml
        /// IEC 62056-21.
        case d0
    }

    package enum Parity: String, CaseIterable, Decodable, Sendable {
        case none, even, odd
    }

    package enum Framing: String, CaseIterable, Decodable, Sendable {
        case tcp, rtu
    }

    package enum Direction: String, CaseIterable, Decodable, Sendable {
        case adapter, kernel
    }

    private enum CodingKeys: String, CodingKey {
        case name, device, address, framing, baud, parity, rs485, retries, pushes
        case kind = "protocol"
        case stopBits = "stop_bits"
        case timeoutMilliseconds = "timeout_milliseconds"
        case pauseMilliseconds = "pause_milliseconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        name = try keys.decode(String.self, forKey: .name)
        kind = try keys.decodeIfPresent(Kind.self, forKey: .kind) ?? kind
        pushes = try keys.decodeIfPresent(Bool.self, forKey: .pushes) ?? pushes
        device = try keys.decodeIfPresent(String.self, forKey: .device)
        address = try keys.decodeIfPresent(String.self, forKey: .address)
        framing = try keys.decodeIfPresent(Framing.self, forKey: .framing) ?? framing
        baud = try keys.decodeIfPresent(Int.self, forKey: .baud) ?? baud
        parity = try keys.decodeIfPresent(Parity.self, forKey: .parity) ?? parity
        stopBits = try keys.decodeIfPresent(Int.self, forKey: .stopBits) ?? stopBits
        rs485 = try keys.decodeIfPresent(Direction.self, forKey: .rs485) ?? rs485
        timeoutMilliseconds = try keys.decodeIfPresent(Int.self, forKey: .timeoutMilliseconds) ?? timeoutMilliseconds
        retries = try keys.decodeIfPresent(Int.self, forKey: .retries) ?? retries
        pauseMilliseconds = try keys.decodeIfPresent(Int.self, forKey: .pauseMilliseconds) ?? pauseMilliseconds
        serialKeys = [CodingKeys.baud, .parity, .stopBits, .rs485].filter(keys.contains).map(\.rawValue)
        modbusKeys = [CodingKeys.framing, .rs485, .stopBits, .timeoutMilliseconds, .retries, .pauseMilliseconds]
            .filter(keys.contains).map(\.rawValue)
        networkKeys = [CodingKeys.framing].filter(keys.contains).map(\.rawValue)
    }

    /// Modbus over serial line, section 2.2: 1 to 247. Devices on Modbus TCP also answer to 0 and 255.
    package var units: ClosedRange<Int> { address != nil && framing == .tcp ? 0...255 : 1...247 }
}
