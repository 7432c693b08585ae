/// A range of addresses, written as `192.168.10.0/24`, `fd00::/8`, or as a single address.
package struct Network: Hashable, Sendable, CustomStringConvertible {
    package let address: IPAddress
    /// How many leading bits count.
    package let prefixLength: Int

    /// `nil` when the text is no network. Bits behind the prefix are ignored.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
        var length = address.width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]),
                (0...address.width).contains(number)
            else { return nil }
            length = number
        }
        self.address = address
        prefixLength = length
    }

    package func contains(_ other: IPAddress) -> Bool {
        guard other.width == address.width else { return false }
        return (address.bits ^ other.bits) >> UInt128(address.width - prefixLength) == 0
    }

    package var description: String { "\(address)/\(prefixLength)" }
}
