import CZlib
import NIOCore

/// zlib's compressor for the messages of one connection.
@safe struct Deflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// `nil` when there is no memory for it.
    init?(windowBits: Int, memoryLevel: Int) {
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let code = unsafe deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -CInt(windowBits), CInt(memoryLevel), Z_DEFAULT_STRATEGY,
            zlibVersion(), CInt(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { return nil }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The message compressed, without the four bytes that end every one. RFC 7692, section 7.2.1.
    func deflate(_ message: ByteBuffer, allocator: ByteBufferAllocator) -> ByteBuffer {
        var input = message
        return unsafe input.readWithUnsafeMutableReadableBytes { bytes in
            var output = allocator.buffer(capacity: bytes.count / 2 + 64)
            unsafe run(bytes, into: &output)
            output.moveWriterIndex(to: output.writerIndex - 4)
            return (bytes.count, output)
        }
    }

    private func run(_ input: UnsafeMutableRawBufferPointer, into output: inout ByteBuffer) {
        unsafe stream.pointee.next_in = unsafe input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        unsafe stream.pointee.avail_in = uInt(input.count)
        defer { unsafe stream.pointee.next_in = nil }
        var isFull = true
        while isFull {
            unsafe output.writeWithUnsafeMutableBytes(minimumWritableBytes: 64) { bytes in
                unsafe stream.pointee.next_out = unsafe bytes.baseAddress?.assumingMemoryBound(to: Bytef.self)
                unsafe stream.pointee.avail_out = uInt(bytes.count)
                _ = unsafe CZlib.deflate(stream, Z_SYNC_FLUSH)
                isFull = unsafe stream.pointee.avail_out == 0
                unsafe stream.pointee.next_out = nil
                return unsafe bytes.count - Int(stream.pointee.avail_out)
            }
        }
    }
}
