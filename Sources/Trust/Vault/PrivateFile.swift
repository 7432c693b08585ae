internal import Glibc

/// Small files that nobody but the daemon reads, and that are either there as a whole or not at all.
package enum PrivateFile {
    /// `nil` when there is no such file.
    package static func read(_ path: String, limit: Int) throws(TrustError) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if file < 0 && errno == ENOENT { return nil }
        guard file >= 0 else { throw unreadable(path, systemText(errno)) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw unreadable(path, systemText(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw unreadable(path, "it is not a file") }
        guard status.st_mode & 0o077 == 0 else {
            throw TrustError(
                .unreadable, "\(path) may be read by others than the daemon.",
                hint: "Take the permission away: chmod 600 \(path). If others could read it, replace what is in it.")
        }
        // One byte more than allowed shows that there is too much, however the file grows meanwhile.
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count <= limit {
            let part = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress! + count, limit + 1 - count)
            }
            if part < 0 && errno == EINTR { continue }
            guard part >= 0 else { throw unreadable(path, systemText(errno)) }
            guard part > 0 else { break }
            count += part
        }
        guard count <= limit else { throw unreadable(path, "it is longer than \(limit) bytes") }
        return Array(bytes[..<count])
    }

    /// Writes beside the path and renames, so that a power cut leaves the old file or the new one.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(TrustError) {
        let draft = try writeDraft(beside: path, bytes)
        guard unsafe rename(draft, path) == 0 else { throw abandon(draft, path) }
        try syncFolder(of: path)
    }

    /// Whether the file is new: what another process put there first stays.
    static func create(_ path: String, with bytes: [UInt8]) throws(TrustError) -> Bool {
        let draft = try writeDraft(beside: path, bytes)
        let result = unsafe link(draft, path)
        if result != 0 && errno != EEXIST { throw abandon(draft, path) }
        unsafe unlink(draft)
        try syncFolder(of: path)
        return result == 0
    }

    private static func writeDraft(beside path: String, _ bytes: [UInt8]) throws(TrustError) -> String {
        let draft = "\(path).\(Hex.text(try RandomBytes.make(6))).new"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unwritable(path, systemText(errno)) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let isSafe = rest.isEmpty && fsync(file) == 0
        let code = errno
        close(file)
        guard isSafe else {
            errno = code
            throw abandon(draft, path)
        }
        return draft
    }

    private static func abandon(_ draft: String, _ path: String) -> TrustError {
        let code = errno
        unsafe unlink(draft)
        return unwritable(path, systemText(code))
    }

    /// A new name is only safe when the folder that holds it is.
    private static func syncFolder(of path: String) throws(TrustError) {
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let folder = unsafe open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw unwritable(path, systemText(errno)) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw unwritable(path, systemText(errno)) }
    }

    static func unreadable(_ path: String, _ why: String) -> TrustError {
        TrustError(
            .unreadable, "\(path) cannot be read: \(why).",
            hint: "Check that the file belongs to the user the daemon runs as, or bring it back from a backup.")
    }

    private static func unwritable(_ path: String, _ why: String) -> TrustError {
        TrustError(
            .unwritable, "\(path) cannot be written: \(why).",
            hint: "Check that the folder exists, belongs to the user the daemon runs as, and that the disk has room.")
    }

    private static func systemText(_ code: CInt) -> String { unsafe String(cString: strerror(code)) }
}
