import Glibc
@_spi(CustomByteBufferAllocator) import NIOCore

/// Gives large buffers pages of their own, and leaves small ones to the heap.
///
/// NIOSSL keeps buffers of 16 and of 32 KiB for every connection, whatever is said on it, and a quiet station needs the
/// first page of each. On pages of their own the others are never touched and cost nothing; in the heap they would lie
/// on memory that others used before them, all of it resident.
enum PagedBuffers {
    private static let leastBytes = 16 * 1024
    /// Before each buffer stands how long it is, which `free` is not told.
    private static let headerBytes = 16

    private static func allocate(_ size: size_t) -> UnsafeMutableRawPointer? {
        let total = size + headerBytes
        let start: UnsafeMutableRawPointer?
        if size < leastBytes {
            unsafe start = malloc(total)
        } else {
            unsafe start = mmap(nil, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            if unsafe start == MAP_FAILED { return nil }
        }
        unsafe start?.storeBytes(of: size, as: size_t.self)
        return unsafe start.map { unsafe $0 + headerBytes }
    }

    private static func deallocate(_ buffer: UnsafeMutableRawPointer) {
        let start = unsafe buffer - headerBytes
        let size = unsafe start.load(as: size_t.self)
        if size < leastBytes { unsafe free(start) } else { unsafe munmap(start, size + headerBytes) }
    }

    private static func reallocate(
        _ buffer: UnsafeMutableRawPointer?, _ oldSize: size_t, _ newSize: size_t
    ) -> UnsafeMutableRawPointer? {
        guard let buffer = unsafe buffer else { return unsafe allocate(newSize) }
        guard let new = unsafe allocate(newSize) else { return nil }
        unsafe new.copyMemory(from: buffer, byteCount: min(oldSize, newSize))
        unsafe deallocate(buffer)
        return unsafe new
    }

    static let allocator = unsafe ByteBufferAllocator(
        allocate: { unsafe allocate($0) }, reallocate: { unsafe reallocate($0, $1, $2) },
        deallocate: { unsafe deallocate($0) }, copy: { unsafe $0.copyMemory(from: $1, byteCount: $2) })
}
