import Glibc
import NIOCore

/// The address of a machine, v4 or v6. A v4 address that arrives mapped into v6 is the v4 address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    let bits: UInt128
    /// 32 or 128.
    let width: Int

    package init?(_ text: some StringProtocol) {
        if let v4 = Self.bytes(String(text), family: AF_INET, count: 4) {
            bits = Self.number(v4)
            width = 32
        } else if let v6 = Self.bytes(String(text), family: AF_INET6, count: 16) {
            let number = Self.number(v6)
            let isMapped = number >> 32 == 0xFFFF
            bits = isMapped ? number & 0xFFFF_FFFF : number
            width = isMapped ? 32 : 128
        } else {
            return nil
        }
    }

    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        self.init(text)
    }

    private static func bytes(_ text: String, family: CInt, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return unsafe inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    private static func number(_ bytes: [UInt8]) -> UInt128 { bytes.reduce(0) { $0 << 8 | UInt128($1) } }

    /// Whether this machine talks to itself.
    package var isLoopback: Bool { width == 32 ? bits >> 24 == 127 : bits == 1 }

    package var description: String {
        let bytes = stride(from: width - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> UInt128($0)) }
        let packed = ByteBuffer(bytes: bytes)
        return (try? SocketAddress(packedIPAddress: packed, port: 0))?.ipAddress ?? "?"
    }
}
