import FoundationEssentials
import Glibc

/// Tells systemd how the daemon is doing (sd_notify(3)); does nothing when systemd is not there.
///
/// The protocol is a datagram of lines to the socket in `NOTIFY_SOCKET`, so no library is needed for it.
package struct Notifier: Sendable {
    package enum Message: Hashable, Sendable {
        /// The journal is open and the listeners are bound.
        case ready
        /// Work was done; without it the daemon is restarted after `WatchdogSec=`.
        case watchdog
        case stopping
        /// One line for `systemctl status`.
        case status(String)

        fileprivate var line: String {
            switch self {
            case .ready: "READY=1"
            case .watchdog: "WATCHDOG=1"
            case .stopping: "STOPPING=1"
            case .status(let text): "STATUS=" + String(text.prefix(200).map { $0.isNewline ? " " : $0 })
            }
        }
    }

    private let address: UnixAddress?
    /// How long systemd waits for a sign of life; `nil` when it does not wait for one.
    package let watchdogTimeout: Duration?

    /// Reads what systemd put into the environment of this process.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        address = environment["NOTIFY_SOCKET"].flatMap(UnixAddress.init)
        // WATCHDOG_PID keeps a child that inherited the environment from speaking for its parent.
        let isMeant =
            environment["WATCHDOG_PID"].map { $0 == String(ProcessInfo.processInfo.processIdentifier) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init)
        watchdogTimeout = isMeant ? microseconds.flatMap { $0 > 0 ? .microseconds($0) : nil } : nil
    }

    /// Sends all of it in one datagram; `false` when systemd does not listen.
    @discardableResult
    package func send(_ messages: Message...) -> Bool {
        guard let address, let socket = UnixSocket(SOCK_DGRAM) else { return false }
        return socket.send(messages.map(\.line).joined(separator: "\n"), to: address)
    }
}
