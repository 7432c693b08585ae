import Logging
import Synchronization

/// Keeps what was logged at warning and above, as `message: reason`.
final class LogRecord: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .warning }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let reason = event.metadata?["reason"].map { "\($0)" } ?? ""
        kept.withLock { $0.append("\(event.message) \(reason)") }
    }
}
