import NIOCore
import NIOWebSocket

/// A text message that arrives in pieces. RFC 6455, section 5.4.
struct Fragments {
    /// More pieces than this are an attack, whatever they weigh.
    static let maxCount = 4096

    /// Whether the whole of it is compressed; its first piece says so.
    let isCompressed: Bool
    private(set) var bytes: ByteBuffer
    private var count = 1

    init(first frame: WebSocketFrame) {
        isCompressed = frame.rsv1
        bytes = frame.unmaskedData
    }

    /// Adds a piece; `false` when the message becomes larger than allowed.
    mutating func append(_ frame: WebSocketFrame, maxBytes: Int) -> Bool {
        count += 1
        guard count <= Self.maxCount, bytes.readableBytes + frame.length <= maxBytes else { return false }
        var piece = frame.unmaskedData
        bytes.writeBuffer(&piece)
        return true
    }
}
