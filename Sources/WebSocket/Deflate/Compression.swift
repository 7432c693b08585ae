import NIOCore

/// Compresses and decompresses the messages of one connection as both sides agreed.
///
/// zlib's memory is taken when the first message needs it. Without a context it is given back after each message, so
/// that a connection that is idle costs nothing for it.
struct Compression: ~Copyable {
    private let side: TextHandler.Side
    private let terms: DeflateTerms
    private let configuration: DeflateConfiguration
    private var inflater: Inflater?
    private var deflater: Deflater?

    init(side: TextHandler.Side, terms: DeflateTerms, configuration: DeflateConfiguration) {
        self.side = side
        self.terms = terms
        self.configuration = configuration
    }

    private var keepsOwnContext: Bool { side == .server ? terms.serverKeepsContext : terms.clientKeepsContext }
    private var keepsTheirContext: Bool { side == .server ? terms.clientKeepsContext : terms.serverKeepsContext }
    private var ownWindowBits: Int? { side == .server ? terms.serverWindowBits : terms.clientWindowBits }
    private var theirWindowBits: Int? { side == .server ? terms.clientWindowBits : terms.serverWindowBits }

    /// The message compressed, or `nil` when it goes out as it is.
    mutating func compress(_ message: ByteBuffer, _ allocator: ByteBufferAllocator) -> ByteBuffer? {
        guard message.readableBytes >= max(configuration.minimumBytes, 1) else { return nil }
        if deflater == nil {
            // Smaller than allowed is always allowed; zlib makes no window of 8 bits.
            let bits = min(ownWindowBits ?? 15, configuration.windowBits)
            guard bits >= 9 else { return nil }
            deflater = Deflater(windowBits: bits, memoryLevel: configuration.memoryLevel)
        }
        guard let short = deflater?.deflate(message, allocator: allocator) else { return nil }
        if keepsOwnContext { return short }
        deflater = nil
        return short.readableBytes < message.readableBytes ? short : nil
    }

    mutating func decompress(
        _ message: ByteBuffer, maxBytes: Int, _ allocator: ByteBufferAllocator
    ) throws(Inflater.Failure) -> ByteBuffer {
        let inflater: Inflater
        if let kept = self.inflater.take() {
            inflater = kept
        } else {
            inflater = try Inflater(windowBits: theirWindowBits ?? 15)
        }
        let text = try inflater.inflate(message, maxBytes: maxBytes, allocator: allocator)
        if keepsTheirContext { self.inflater = consume inflater }
        return text
    }
}
