import Charging
import FoundationEssentials
import Gateway
import Logging

/// Writes a log line to standard error: for systemd's journal with the priority it understands, for a person with the
/// time.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    /// systemd's journal reads the lines, stamps them, and takes `<4>` in front as the priority (sd-daemon(3)).
    private let isForJournal: Bool
    private let wallClock: any WallClock

    init(logLevel: Logger.Level, wallClock: any WallClock) {
        self.logLevel = logLevel
        self.wallClock = wallClock
        isForJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, newer in newer }
        let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
        let head = isForJournal ? "<\(event.level.priority)>" : "\(wallClock.now.at) \(event.level.word) "
        StandardStream.error.write("\(head)\(event.message)\(details)\n")
    }

    /// One line stays one line, whatever a device put into a name.
    private static func quoted(_ text: String) -> String {
        let plain = String(text.prefix(500).map { $0.isNewline ? " " : $0 })
        return plain.contains(" ") ? "\"\(plain)\"" : plain
    }
}

extension Logger.Level {
    /// syslog(3)'s number for it.
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    fileprivate var word: String { rawValue.uppercased().padding(8) }
}

extension String {
    fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
