import Glibc

/// Whether a file is still the one that was read: another size, time or inode says no.
struct FileStamp: Hashable, Sendable {
    private var size: Int
    private var seconds: Int
    private var nanoseconds: Int
    private var inode: UInt64

    /// `nil` where there is no file.
    init?(_ path: String) {
        var attributes = stat()
        guard unsafe stat(path, &attributes) == 0 else { return nil }
        size = Int(attributes.st_size)
        seconds = attributes.st_mtim.tv_sec
        nanoseconds = attributes.st_mtim.tv_nsec
        inode = UInt64(attributes.st_ino)
    }
}
