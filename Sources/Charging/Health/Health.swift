import Synchronization

/// Everything that is wrong right now, in words that say what to do.
///
/// Parts of the daemon raise and clear conditions; the page, the CLI, the console and systemd show them. A condition
/// is a state, not a log line: it stays until what caused it is gone.
package final class Health: Sendable {
    private let conditions = Mutex<[String: Condition]>([:])
    private let wallClock: any WallClock

    package init(wallClock: any WallClock) { self.wallClock = wallClock }

    /// Raises a condition, or renews its words; `since` stays that of the first time.
    package func raise(_ code: String, _ severity: Severity, _ summary: String, remedy: String) {
        let now = wallClock.now.at
        conditions.withLock {
            $0[code] = Condition(
                code: code, severity: severity, since: $0[code]?.since ?? now, summary: summary, remedy: remedy)
        }
    }

    package func clear(_ code: String) {
        conditions.withLock { $0[code] = nil }
    }

    /// The worst first, then the oldest.
    package var current: [Condition] {
        conditions.withLock { Array($0.values) }
            .sorted { ($1.severity, $0.since, $0.code) < ($0.severity, $1.since, $1.code) }
    }
}

/// One thing that is wrong.
package struct Condition: Hashable, Codable, Sendable {
    /// Names the condition for programs: `journal.storage`, `uplink.chargereport.key`, `meter.garage.silent`.
    package var code: String
    package var severity: Severity
    package var since: Timestamp
    /// What is wrong, as a sentence.
    package var summary: String
    /// What a person should do, as a sentence.
    package var remedy: String
}

package enum Severity: String, Codable, Comparable, Sendable {
    /// It heals by itself.
    case notice
    /// It needs a person, and nothing is lost meanwhile.
    case warning
    /// It needs a person now.
    case critical

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .notice: 0
        case .warning: 1
        case .critical: 2
        }
    }
}
