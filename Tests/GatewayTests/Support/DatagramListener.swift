import Glibc

@testable import Gateway

/// Stands in for systemd.
final class DatagramListener: Sendable {
    private let socket: UnixSocket

    init?(_ name: String) {
        guard let address = UnixAddress(name), let socket = UnixSocket(SOCK_DGRAM) else { return nil }
        self.socket = socket
        let descriptor = self.socket.descriptor
        let result = unsafe address.withSocketAddress { unsafe bind(descriptor, $0, $1) }
        guard result == 0 else { return nil }
    }

    /// What was sent; the datagram is in the queue as soon as sending returns.
    func receive() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe recv(socket.descriptor, &bytes, bytes.count, CInt(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// The next that is sent; empty for a test that waits in vain and is cancelled.
    func next() async -> String {
        while !Task.isCancelled {
            if let text = receive() { return text }
            await Task.yield()
        }
        return ""
    }
}
