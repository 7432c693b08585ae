import Charging
import FoundationEssentials
import Glibc
import Metering
import Simulator
import Testing

private let energy = RegisterBlock(function: .input, address: 0x48, count: 2)

private func line() throws -> SimulatedLine { try SimulatedLine(.pty, units: [7], wallClock: ManualWallClock()) }

extension SimulatedLine {
    fileprivate var device: String { if case .serial(let device) = endpoint { device } else { "" } }
}

/// Whether nobody but root may open a device that is open.
private func isExclusive(_ device: String) -> Bool {
    let descriptor = unsafe open(device, O_RDWR | O_NOCTTY | O_NONBLOCK)
    defer { close(descriptor) }
    var isOn: CInt = 0
    // TIOCGEXCL
    _ = unsafe ioctl(descriptor, 0x8004_5440, &isOn)
    return isOn != 0
}

@Suite(.timeLimit(.minutes(1))) struct SerialDeviceTests {
    @Test func `a device belongs to one, and the other is told to whom`() async throws {
        let line = try line()
        try await line.running {
            let second = line.bus()
            do {
                let first = line.bus()
                _ = try await first.read([energy], unit: 7)
                #expect(isExclusive(line.device))
                let error = await #expect(throws: BusError.self) { try await second.read([energy], unit: 7) }
                guard case .unreachable(let reason) = error else {
                    Issue.record("another error")
                    return
                }
                #expect(reason.hasPrefix("\(line.device) is in use by "))
                #expect(reason.hasSuffix(", process \(getpid())"))
                withExtendedLifetime(first) {}
            }
            let third = line.bus()
            // The first bus goes when its thread has seen that nobody wants it any more.
            while true {
                do {
                    _ = try await third.read([energy], unit: 7)
                    break
                } catch BusError.unreachable {
                    await Task.yield()
                    continue
                }
            }
            #expect(isExclusive(line.device))
        }
    }

    @Test func `a driver without an RS-485 mode says so`() async throws {
        let line = try line()
        let bus = Bus(
            name: "line", address: .serial(SerialSettings(device: line.device, direction: .kernel)),
            clock: ManualClock(), logger: quiet)
        await #expect(
            throws: BusError.unreachable(
                "the driver of \(line.device) has no RS-485 mode; write rs485 = \"adapter\"")
        ) {
            try await bus.read([energy], unit: 7)
        }
        #expect(!isExclusive(line.device))
    }

    @Test func `an adapter that is pulled out is named, and used again when it is back`() async throws {
        let name = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID()).adapter").path
        let clock = ManualClock()
        let health = Health(wallClock: ManualWallClock())
        let bus = Bus(
            name: "rs485", address: .serial(SerialSettings(device: name)), health: health, clock: clock, logger: quiet)
        try await Self.plugged(in: name) {
            let connection = try await bus.read([energy], unit: 7).connection
            #expect(connection == 1)
        }

        await #expect(throws: BusError.unreachable("\(name) is not there")) { try await bus.read([energy], unit: 7) }
        let condition = try #require(health.current.first)
        #expect(condition.code == "bus.rs485.line")
        #expect(condition.summary.contains(name) && condition.remedy.contains(name))

        try await Self.plugged(in: name) {
            await #expect(throws: BusError.unreachable("\(name) is not there")) {
                try await bus.read([energy], unit: 7)
            }
            clock.advance(by: .seconds(1))
            let connection = try await bus.read([energy], unit: 7).connection
            #expect(connection > 1)
            #expect(health.current.isEmpty)
            #expect(bus.statistics.openings == 2)
        }
    }

    /// An adapter is there while the body runs, under the name it always has.
    private static func plugged(in name: String, _ body: () async throws -> Void) async throws {
        let line = try line()
        try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: line.device)
        defer { try? FileManager.default.removeItem(atPath: name) }
        try await line.running(body)
    }
}
