/// How messages are compressed: permessage-deflate, RFC 7692.
package struct DeflateConfiguration: Hashable, Sendable {
    /// The window of our compressor, as a power of two: 9 to 15.
    package var windowBits: Int
    /// The memory of zlib's compressor beside its window: 1 to 9.
    package var memoryLevel: Int
    /// Shorter messages are sent as they are.
    package var minimumBytes: Int
    /// Whether what was said before helps to shorten what is said next. Much smaller messages, for about 15 KB a
    /// connection, a third of what an idle wallbox may cost; so only for sites that pay for each kilobyte.
    package var keepsContext: Bool

    package init(
        windowBits: Int = 10, memoryLevel: Int = 1, minimumBytes: Int = 256, keepsContext: Bool = false
    ) {
        self.windowBits = min(max(windowBits, 9), 15)
        self.memoryLevel = min(max(memoryLevel, 1), 9)
        self.minimumBytes = minimumBytes
        self.keepsContext = keepsContext
    }

    package static let standard = DeflateConfiguration()
}
