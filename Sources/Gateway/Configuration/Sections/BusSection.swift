/// `[[bus]]`: one line that meters hang on, a serial device or a Modbus TCP address.
package struct BusSection: Decodable, Sendable {
    package var name: String
    /// A serial device; exactly one of `device` and `address` is there.
    package var device: String?
    /// `host:port` of a Modbus TCP server.
    package var address: String?
    package var baud = 9600
    package var parity = Parity.none
    package var stopBits = 1
    /// How long a meter may take to answer.
    package var timeoutMilliseconds = 500
    /// The keys of a serial line that were written although this may be none.
    package var serialKeys: [String] = []

    package enum Parity: String, CaseIterable, Decodable, Sendable {
        case none, even, odd
    }

    private enum CodingKeys: String, CodingKey {
        case name, device, address, baud, parity
        case stopBits = "stop_bits"
        case timeoutMilliseconds = "timeout_milliseconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        name = try keys.decode(String.self, forKey: .name)
        device = try keys.decodeIfPresent(String.self, forKey: .device)
        address = try keys.decodeIfPresent(String.self, forKey: .address)
        baud = try keys.decodeIfPresent(Int.self, forKey: .baud) ?? baud
        parity = try keys.decodeIfPresent(Parity.self, forKey: .parity) ?? parity
        stopBits = try keys.decodeIfPresent(Int.self, forKey: .stopBits) ?? stopBits
        timeoutMilliseconds = try keys.decodeIfPresent(Int.self, forKey: .timeoutMilliseconds) ?? timeoutMilliseconds
        serialKeys = [CodingKeys.baud, .parity, .stopBits].filter(keys.contains).map(\.rawValue)
    }
}
