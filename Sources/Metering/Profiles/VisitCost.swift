/// What a visit costs on a serial line, however fast the device thinks.
package struct VisitCost: Hashable, Sendable {
    package let requests: Int
    /// Of requests and answers together.
    package let bytes: Int

    /// Unit, function, address, count and checksum.
    private static let requestBytes = 8
    /// Unit, function, length and checksum.
    private static let answerBytes = 5
    package init(of blocks: [RegisterBlock]) {
        requests = blocks.count
        bytes = blocks.reduce(0) { $0 + Self.requestBytes + Self.answerBytes + 2 * $1.count }
    }

    /// The shortest time it can take: every byte, and the silence before each frame.
    package func time(at speed: LineSpeed) -> Duration {
        speed.time(ofCharacters: bytes) + speed.silence * (2 * requests)
    }
}
