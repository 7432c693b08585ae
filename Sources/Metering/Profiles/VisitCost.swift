/// What a visit costs on a serial line, however fast the device thinks.
package struct VisitCost: Hashable, Sendable {
    package let requests: Int
    /// Of requests and answers together.
    package let bytes: Int

    /// Unit, function, address, count and checksum.
    private static let requestBytes = 8
    /// Unit, function, length and checksum.
    private static let answerBytes = 5
    /// Eight data bits, and what stands around them. Modbus over Serial Line 1.02, section 2.5.1.
    private static let bitsPerByte = 11

    package init(of blocks: [RegisterBlock]) {
        requests = blocks.count
        bytes = blocks.reduce(0) { $0 + Self.requestBytes + Self.answerBytes + 2 * $1.count }
    }

    /// The shortest time it can take: every byte, and the silence before each frame, which is 3.5 bytes long and above
    /// 19200 baud 1.75 ms.
    package func time(baud: Int) -> Duration {
        let byte = Self.bitsPerByte * 1_000_000 / max(baud, 1)
        let silence = baud > 19_200 ? 1750 : byte * 7 / 2
        return .microseconds(bytes * byte + 2 * requests * silence)
    }
}
