import CLinux
package import Charging
import FoundationEssentials
import Glibc

/// The operating system's clocks.
package struct SystemWallClock: WallClock {
    private let boot: BootID

    package init() {
        let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        boot = BootID(id.map { String($0.prefix { !$0.isWhitespace }) } ?? "unknown")
    }

    package var now: Stamp {
        Stamp(
            at: Timestamp(microseconds: Self.microseconds(of: CLOCK_REALTIME)), boot: boot,
            monotonic: Self.microseconds(of: CLOCK_BOOTTIME), trusted: Self.isSynchronised)
    }

    private static func microseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// The kernel says `TIME_ERROR` until a time service has set the clock, and again when it is lost for long; -1 says
    /// that this process may not even ask.
    private static var isSynchronised: Bool {
        var query = timex()
        let state = unsafe adjtimex(&query)
        return state >= 0 && state != TIME_ERROR
    }
}
