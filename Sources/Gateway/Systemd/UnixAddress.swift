import Glibc

/// The address of a Unix socket: a path, or with a leading `@` a name in Linux's abstract namespace (unix(7)).
package struct UnixAddress: Sendable {
    private let storage: sockaddr_un
    private let length: socklen_t

    /// `nil` when the path is empty or longer than the 107 bytes Linux has for it.
    package init?(_ path: String) {
        var bytes = Array(path.utf8)
        let isAbstract = bytes.first == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 }
        var address = sockaddr_un()
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard !bytes.isEmpty, bytes.count < capacity else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        storage = address
        // An abstract name ends where the length says, a path with its zero byte.
        let offset = MemoryLayout<sockaddr_un>.size - capacity
        length = socklen_t(offset + bytes.count + (isAbstract ? 0 : 1))
    }

    /// Whether something listens there and takes connections.
    package var answers: Bool {
        guard let socket = UnixSocket(SOCK_STREAM) else { return false }
        return socket.connect(to: self)
    }

    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var copy = storage
        return unsafe withUnsafePointer(to: &copy) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}

/// A Unix socket that closes when it is let go.
struct UnixSocket: ~Copyable {
    let descriptor: CInt

    /// `SOCK_STREAM` or `SOCK_DGRAM`; `nil` when the process has no descriptor left.
    init?(_ type: __socket_type) {
        descriptor = socket(AF_UNIX, CInt(type.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    borrowing func connect(to address: UnixAddress) -> Bool {
        unsafe address.withSocketAddress { unsafe Glibc.connect(descriptor, $0, $1) == 0 }
    }

    /// Sends one datagram; `false` when it could not be handed over at once.
    borrowing func send(_ text: String, to address: UnixAddress) -> Bool {
        let bytes = Array(text.utf8)
        let sent = unsafe address.withSocketAddress { pointer, length in
            unsafe bytes.withUnsafeBytes { buffer in
                unsafe sendto(
                    descriptor, buffer.baseAddress, buffer.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT),
                    pointer, length)
            }
        }
        return sent == bytes.count
    }
}
