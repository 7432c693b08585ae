import CZlib
import NIOCore

/// zlib's decompressor for the messages of one connection.
///
/// Its state stays where it was made: zlib notices when it is moved, and refuses.
@safe struct Inflater: ~Copyable {
    enum Failure: Error { case malformed, tooBig, noMemory }

    /// What the sender cut off the end of each message. RFC 7692, section 7.2.1.
    private static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]
    private static let chunk = 4096

    private let stream: UnsafeMutablePointer<z_stream>

    init(windowBits: Int) throws(Failure) {
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // Negative: no header and no checksum around the data. An 8-bit sender is known to use 9 bits.
        let code = unsafe inflateInit2_(
            stream, -CInt(max(windowBits, 9)), zlibVersion(), CInt(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .noMemory }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The message behind `compressed`. Stops as soon as it becomes larger than `maxBytes`.
    func inflate(_ compressed: ByteBuffer, maxBytes: Int, allocator: ByteBufferAllocator) throws(Failure) -> ByteBuffer
    {
        var input = compressed
        input.writeBytes(Self.tail)
        let (bytes, failure) = unsafe input.readWithUnsafeMutableReadableBytes { bytes in
            var output = allocator.buffer(capacity: min(maxBytes, max(512, bytes.count * 3)))
            let failure = unsafe run(bytes, into: &output, maxBytes: maxBytes)
            return (bytes.count, (output, failure))
        }
        if let failure { throw failure }
        return bytes
    }

    private func run(
        _ input: UnsafeMutableRawBufferPointer, into output: inout ByteBuffer, maxBytes: Int
    ) -> Failure? {
        unsafe stream.pointee.next_in = unsafe input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        unsafe stream.pointee.avail_in = uInt(input.count)
        defer { unsafe stream.pointee.next_in = nil }
        while true {
            let (code, isFull) = step(into: &output)
            guard output.readableBytes <= maxBytes else { return .tooBig }
            switch code {
            case Z_STREAM_END:
                // A sender may end its data for good with each message. Whatever follows begins anew, with the window
                // it had; a tail that does not fit after such an end is no message.
                unsafe inflateResetKeep(stream)
                if unsafe stream.pointee.avail_in <= Self.tail.count { return nil }
            case Z_OK, Z_BUF_ERROR:
                if isFull { continue }
                guard unsafe stream.pointee.avail_in == 0 else { return .malformed }
                // 128: stopped exactly between two blocks, where a whole message ends.
                return unsafe stream.pointee.data_type & 128 == 0 ? .malformed : nil
            case Z_MEM_ERROR: return .noMemory
            default: return .malformed
            }
        }
    }

    /// Fills one chunk of output; `isFull` when there may be more.
    private func step(into output: inout ByteBuffer) -> (code: CInt, isFull: Bool) {
        var code = Z_OK
        var isFull = false
        unsafe output.writeWithUnsafeMutableBytes(minimumWritableBytes: min(Self.chunk, max(output.capacity, 512))) {
            bytes in
            unsafe stream.pointee.next_out = unsafe bytes.baseAddress?.assumingMemoryBound(to: Bytef.self)
            unsafe stream.pointee.avail_out = uInt(bytes.count)
            code = unsafe CZlib.inflate(stream, Z_SYNC_FLUSH)
            isFull = unsafe stream.pointee.avail_out == 0
            unsafe stream.pointee.next_out = nil
            return unsafe bytes.count - Int(stream.pointee.avail_out)
        }
        return (code, isFull)
    }
}
