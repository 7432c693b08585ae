import Glibc

/// Standard output and standard error without a buffer, so that a line is out when it is written.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
            // A reader that has gone must not stop the daemon.
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(written, 0))
        }
    }

    var isTerminal: Bool { isatty(rawValue) == 1 }
}
