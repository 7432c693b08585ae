import NIOCore
import Synchronization

/// The sockets of one dial; a name with several addresses tries them side by side.
final class Attempts: Sendable {
    private let channels = Mutex<[any Channel]?>([])

    var isAbandoned: Bool { channels.withLock { $0 == nil } }

    func add(_ channel: any Channel) {
        let isLate = channels.withLock { channels in
            channels?.append(channel)
            return channels == nil
        }
        if isLate { channel.close(promise: nil) }
    }

    /// Nobody waits for a connection any more.
    func abandon() {
        for channel in channels.withLock({ $0.take() }) ?? [] { channel.close(promise: nil) }
    }
}
