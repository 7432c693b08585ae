package import Charging
import Synchronization

/// A wall clock that a test sets by hand.
package final class ManualWallClock: WallClock {
    private let stamp: Mutex<Stamp>

    package init(_ start: Timestamp = Timestamp(seconds: 1_780_000_000), boot: BootID = "boot-1", trusted: Bool = true)
    {
        stamp = Mutex(Stamp(at: start, boot: boot, monotonic: 0, trusted: trusted))
    }

    package var now: Stamp { stamp.withLock { $0 } }

    /// Time passes, on both of the stamp's clocks.
    package func advance(by duration: Duration) {
        stamp.withLock {
            $0.at = $0.at + duration
            $0.monotonic += duration.microseconds
        }
    }

    /// The wall clock is set; the monotonic time goes on as before.
    package func set(to moment: Timestamp, trusted: Bool = true) {
        stamp.withLock {
            $0.at = moment
            $0.trusted = trusted
        }
    }
}
