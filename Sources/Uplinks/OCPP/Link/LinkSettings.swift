import FoundationEssentials
import Trust

/// How often a link shows that it is alive, as its CSMS wants it.
package final class LinkSettings: Sendable {
    static let usualHeartbeat = Duration.seconds(300)

    private struct Values: Codable, Hashable {
        var heartbeatSeconds: Int?
        var pingSeconds: Int?
    }

    /// What the CSMS has set, which outlives a restart.
    private let kept: Watched<Values>
    /// What its last answer to a BootNotification said, or what it has set since.
    private let current: Watched<Duration>
    /// `nil` keeps nothing.
    private let path: String?

    /// - Parameter directory: exists, and belongs to this station at this CSMS alone; `nil` where nothing is kept.
    package init(directory: String? = nil) {
        path = directory.map { $0 + "/settings.json" }
        // A file that cannot be read is as if the CSMS had set nothing; it says so again where it matters.
        let bytes = path.flatMap { (try? PrivateFile.read($0, limit: 4096)) ?? nil }
        let values = bytes.flatMap { try? JSONDecoder().decode(Values.self, from: Data($0)) } ?? Values()
        kept = Watched(values)
        current = Watched(values.heartbeatSeconds.map { .seconds($0) } ?? Self.usualHeartbeat)
    }

    /// Between two heartbeats.
    var heartbeat: Duration { current.value }

    /// Between two pings; `nil` where the CSMS has not set it.
    var ping: Duration? { kept.value.pingSeconds.map { .seconds($0) } }

    /// The CSMS said so when it accepted the station, as it does each time.
    func tell(heartbeat: Duration) { current.change { $0 = heartbeat } }

    func set(heartbeatSeconds seconds: Int) throws(TrustError) {
        try keep { $0.heartbeatSeconds = seconds }
        tell(heartbeat: .seconds(seconds))
    }

    /// For the next connection.
    func set(pingSeconds seconds: Int) throws(TrustError) { try keep { $0.pingSeconds = seconds } }

    private func keep(_ change: (inout Values) -> Void) throws(TrustError) {
        var values = kept.value
        change(&values)
        if let path, let bytes = try? JSONEncoder().encode(values) {
            try PrivateFile.replace(path, with: Array(bytes))
        }
        kept.change { $0 = values }
    }

    /// Waits until a heartbeat is due; an interval that is set meanwhile counts from then on. `false` when the task is
    /// cancelled.
    func waitForHeartbeat(_ clock: any Clock<Duration>) async -> Bool {
        while !Task.isCancelled {
            let interval = heartbeat
            let isDue = await withTaskGroup(of: Bool.self) { group in
                group.addTask { (try? await clock.sleep(for: interval)) != nil }
                group.addTask { [current] in
                    await current.wait { $0 != interval }
                    return false
                }
                defer { group.cancelAll() }
                return await group.next() ?? false
            }
            if isDue { return true }
        }
        return false
    }
}
