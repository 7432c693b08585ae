import Charging
import FoundationEssentials
import Gateway
import Testing

struct SystemWallClockTests {
    @Test func `it tells the system's time, of this boot`() throws {
        let clock = SystemWallClock()
        let before = Date().timeIntervalSince1970
        let stamp = clock.now
        let after = Date().timeIntervalSince1970
        let seconds = Double(stamp.at.microseconds) / 1_000_000
        #expect((before - 1...after + 1).contains(seconds))
        let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        #expect(stamp.boot == BootID(String(boot.dropLast())))
        let uptime = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
        let sinceBoot = try #require(uptime.split(separator: " ").first.flatMap { Double($0) })
        #expect(abs(Double(stamp.monotonic) / 1_000_000 - sinceBoot) < 60)
    }

    @Test func `its monotonic time never goes back, and the boot stays the same`() {
        let stamps = (0..<1000).map { _ in SystemWallClock().now }
        #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0.monotonic <= $1.monotonic })
        #expect(Set(stamps.map(\.boot)).count == 1)
    }
}
