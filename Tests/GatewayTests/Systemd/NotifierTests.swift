import FoundationEssentials
import Glibc
import Testing

@testable import Gateway

struct NotifierTests {
    @Test(arguments: ["", "@"])
    func `systemd hears everything in one datagram, on a path and on an abstract name`(prefix: String) throws {
        let name = prefix + FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let listener = try #require(DatagramListener(name))
        defer { unsafe unlink(name) }

        let notifier = Notifier(environment: ["NOTIFY_SOCKET": name])
        #expect(notifier.send(.ready, .status("2 stations charge.\nAll is well.")))
        #expect(listener.receive() == "READY=1\nSTATUS=2 stations charge. All is well.")
        #expect(notifier.send(.watchdog))
        #expect(listener.receive() == "WATCHDOG=1")
        #expect(notifier.send(.stopping))
        #expect(listener.receive() == "STOPPING=1")
    }

    @Test func `without systemd nothing is sent and nothing fails`() {
        #expect(Notifier(environment: [:]).send(.ready) == false)
        #expect(Notifier(environment: ["NOTIFY_SOCKET": "/nowhere/notify"]).send(.ready) == false)
        #expect(Notifier(environment: ["NOTIFY_SOCKET": String(repeating: "x", count: 200)]).send(.ready) == false)
    }

    @Test func `the watchdog is only fed by the process it waits for`() {
        let own = String(getpid())
        #expect(Notifier(environment: ["WATCHDOG_USEC": "30000000"]).watchdogTimeout == .seconds(30))
        #expect(Notifier(environment: ["WATCHDOG_USEC": "1", "WATCHDOG_PID": own]).watchdogTimeout == .microseconds(1))
        #expect(Notifier(environment: ["WATCHDOG_USEC": "1", "WATCHDOG_PID": "1"]).watchdogTimeout == nil)
        #expect(Notifier(environment: ["WATCHDOG_USEC": "0"]).watchdogTimeout == nil)
        #expect(Notifier(environment: [:]).watchdogTimeout == nil)
    }
}
