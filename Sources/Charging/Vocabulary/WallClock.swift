/// When something was recorded, in every way the box can tell.
///
/// Wall time says when; the boot id with the monotonic time orders events even when the wall clock steps; and
/// whether the clock was synchronised decides how much the wall time may be trusted.
package struct Stamp: Hashable, Codable, Sendable {
    package var at: Timestamp
    package var boot: BootID
    /// Microseconds since the boot.
    package var monotonic: Int64
    /// The operating system's clock was synchronised at that moment.
    package var trusted: Bool

    package init(at: Timestamp, boot: BootID, monotonic: Int64, trusted: Bool) {
        self.at = at
        self.boot = boot
        self.monotonic = monotonic
        self.trusted = trusted
    }
}

/// Tells what time it is. Waiting is another matter: that takes an `any Clock<Duration>`.
package protocol WallClock: Sendable {
    var now: Stamp { get }
}
