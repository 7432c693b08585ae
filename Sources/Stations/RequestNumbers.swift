package import Charging
import Synchronization

/// Numbers for what stations report on later: remote starts, reports, profiles. No two requests of this process have
/// the same, and after a restart they go on from the time, so that an old answer is not taken for a new one.
package final class RequestNumbers: Sendable {
    private let last: Mutex<Int>

    package init(since start: Timestamp) {
        last = Mutex(Int(start.seconds & 0x3fff_ffff))
    }

    /// Positive, and within the int32 that stations hold.
    package func next() -> Int {
        last.withLock { last in
            last = last >= Int(Int32.max) ? 1 : last + 1
            return last
        }
    }
}
