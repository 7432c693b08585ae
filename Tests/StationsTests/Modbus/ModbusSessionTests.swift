import Charging
import Journal
import Simulator
import Stations
import Testing

/// What the registers show becomes the sessions of the record.
/// One after the other: libmodbus waits with select(2), and all at once would need more than its 1024 descriptors.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ModbusSessionTests {
    /// All over TCP, and one that has nothing else over a serial line.
    static let places: [(String, Bool)] = Yard.names.map { ($0, false) } + [("heidelberg-energy-control", true)]

    /// 16 A on three phases for a minute, within a step of the wallbox's register.
    private static func isMinute(_ energy: Energy?, _ yard: Yard) -> Bool {
        energy.map { abs($0.wattHours - 184) <= max(0, yard.wallbox.step - 1) } ?? false
    }

    @Test(arguments: places)
    func `a session has the energy the wallbox gave, to the watt-hour`(
        _ name: String, _ isSerial: Bool
    ) async throws {
        try await Yard.with(name, isSerial ? .pty : .tcp()) { yard in
            try await yard.live { life in
                #expect(await life.state == .available)
                yard.wallbox.plugIn(amperes: 16, tag: 0x04B0_267A)
                await life.pass(.seconds(60))
                #expect(await life.state == .charging)
                #expect(await life.evse?.running != nil)
                yard.wallbox.unplug()
                await life.next()
                #expect(await life.state == .available)
                let session = try #require(try await life.sessions().first)
                #expect(Self.isMinute(session.energy, yard), "\(session.energy as Any)")
                #expect(session.energySource == .station)
                #expect(
                    session.stationRegister.start
                        == ExactDecimal(yard.profile.countsSessions ? 0 : 1_000_000))
                #expect(session.stopReason == "EVDisconnected")
                #expect(session.tag == (yard.wallbox.sheet.hasTag ? "04B0267A" : nil))
                #expect(session.flags.isEmpty)
                #expect(life.health.current.isEmpty)
                let boot = try #require(await life.registry.presence(of: "yard")?.boot)
                #expect(yard.wallbox.sheet.hasSerialNumber == (boot.serialNumber != nil))
            }
        }
    }

    @Test(arguments: Yard.names)
    func `a car that comes again is another session, with its own energy`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                for _ in 0..<2 {
                    yard.wallbox.plugIn(amperes: 16)
                    await life.pass(.seconds(60))
                    yard.wallbox.unplug()
                    await life.pass(.seconds(30))
                }
                let sessions = try await life.sessions()
                #expect(sessions.count == 2)
                #expect(sessions.allSatisfy { Self.isMinute($0.energy, yard) }, "\(sessions.map(\.energy))")
                #expect(sessions.allSatisfy { $0.flags.isEmpty })
            }
        }
    }

    @Test(arguments: Yard.names)
    func `a restart in the middle of a session does not split it`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.pass(.seconds(20))
            }
            yard.wallClock.advance(by: .seconds(10))
            try await yard.live { life in
                await life.pass(.seconds(30))
                yard.wallbox.unplug()
                await life.next()
                let sessions = try await life.sessions()
                #expect(sessions.count == 1)
                #expect(Self.isMinute(sessions.first?.energy, yard), "\(sessions.first?.energy as Any)")
                #expect(sessions.first?.flags == [])
            }
        }
    }

    @Test(arguments: Yard.names)
    func `a car that leaves while the gateway starts again got what the register shows`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.pass(.seconds(50))
            }
            yard.wallClock.advance(by: .seconds(10))
            yard.wallbox.unplug()
            yard.wallClock.advance(by: .seconds(10))
            try await yard.live { life in
                await life.next()
                let sessions = try await life.sessions()
                #expect(sessions.count == 1)
                #expect(Self.isMinute(sessions.first?.energy, yard), "\(sessions.first?.energy as Any)")
                #expect(sessions.first?.flags == [])
                #expect(sessions.first?.stopReason == "EVDisconnected")
            }
        }
    }

    @Test func `a gateway that was gone for an hour does not guess when the car left`() async throws {
        try await Yard.with { yard in
            var seen = yard.wallClock.now.at
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                // The register is told each minute after the start at 5 s.
                await life.pass(.seconds(65))
                seen = yard.wallClock.now.at
                await life.pass(.seconds(30))
            }
            yard.wallbox.unplug()
            yard.wallClock.advance(by: .seconds(3600))
            try await yard.live { life in
                let session = try #require(try await life.sessions().first)
                #expect(session.energy == Energy(wattHours: 199))
                #expect(session.stopped == seen)
                #expect(session.flags == [.stopUnknown])
            }
        }
    }

    static let faulting = Yard.names.filter { (try? WallboxSheet(path: Yard.path(of: $0)))?.canFault == true }

    @Test(arguments: faulting)
    func `a fault is shown, and ends no session`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.pass(.seconds(30))
                yard.wallbox.setFaulted(true)
                await life.next(2)
                #expect(await life.state == .faulted)
                #expect(await life.evse?.running != nil)
                yard.wallbox.setFaulted(false)
                await life.pass(.seconds(30))
                #expect(await life.state == .charging)
                yard.wallbox.unplug()
                await life.next()
                let sessions = try await life.sessions()
                #expect(sessions.count == 1)
                #expect(Self.isMinute(sessions.first?.energy, yard), "\(sessions.first?.energy as Any)")
            }
        }
    }

    @Test func `most wallboxes say when they are at fault`() { #expect(Self.faulting.count >= 12) }

    @Test(arguments: ["alfen-eve", "compleo-solo", "phoenix-charx"])
    func `two EVSEs have sessions and limits of their own`(_ name: String) async throws {
        try await Yard.with(name, evses: 2) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16, evse: 1)
                await life.pass(.seconds(30))
                yard.wallbox.plugIn(amperes: 10, evse: 2)
                await life.next()
                #expect(try await life.perform(ModbusCommandTests.limit("8", evse: 2)).status == "Accepted")
                #expect(yard.wallbox.look(evse: 1).flow == 16_000)
                #expect((7900...8000).contains(yard.wallbox.look(evse: 2).flow))
                await life.pass(.seconds(30))
                #expect(await life.evse(1)?.running != nil)
                #expect(await life.evse(2)?.running != nil)
                yard.wallbox.unplug(evse: 1)
                await life.next()
                #expect(await life.evse(1)?.status?.state == .available)
                #expect(await life.evse(2)?.status?.state == .charging)
                let running = try #require(await life.evse(2)?.running?.session.transaction)
                #expect(try await life.perform(.requestStop(running)).status == "Accepted")
                await life.next(2)
                yard.wallbox.unplug(evse: 2)
                await life.next()
                let sessions = try await life.sessions()
                #expect(sessions.map(\.evse) == [1, 2])
                #expect(sessions.map(\.stopReason) == ["EVDisconnected", "Remote"])
                await #expect(throws: CommandError.unsupported("This wallbox has the EVSEs 1 to 2.")) {
                    try await life.perform(ModbusCommandTests.limit("8", evse: 3))
                }
            }
        }
    }

    @Test func `a wallbox introduces itself once, and again when another hangs there`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                let presence = try #require(await life.registry.presence(of: "yard"))
                #expect(presence.isOnline && presence.dialect == "modbus" && presence.address == "line, unit 7")
                #expect(
                    presence.boot
                        == Boot(
                            vendor: "KEBA", model: "KeContact P30", serialNumber: "20301234",
                            firmwareVersion: "3.10.51", dialect: "modbus"))
                await life.next(3)
                #expect(try await life.journal.entries(after: 0, kinds: [.booted], limit: 10).count == 1)
                yard.wallbox.setAway(true)
                await life.next()
                yard.wallbox.exchange(serialNumber: 77, wattHours: 5)
                yard.wallbox.setAway(false)
                await life.next()
                #expect(await life.registry.presence(of: "yard")?.boot?.serialNumber == "77")
                #expect(try await life.journal.entries(after: 0, kinds: [.booted], limit: 10).count == 2)
            }
        }
    }

    @Test func `a car that left while nobody looked ends its session where it was last seen`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next(12)
                let seen = yard.wallClock.now.at
                yard.wallbox.setAway(true)
                await life.next(3)
                #expect(await life.state == .unavailable)
                #expect(await life.registry.presence(of: "yard")?.isOnline == false)
                #expect(life.health.current.map(\.code) == ["station.yard.silent"])
                #expect(await life.evse?.running != nil)
                yard.wallbox.unplug()
                await life.next(6, every: .seconds(30))
                yard.wallbox.setAway(false)
                await life.next(every: .seconds(30))
                #expect(life.health.current.isEmpty)
                #expect(await life.state == .available)
                let session = try #require(try await life.sessions().first)
                #expect(session.energy == Energy(wattHours: 184))
                #expect(session.stopped == seen)
                #expect(session.stopReason == "Other")
                #expect(session.flags == [.stopUnknown])
            }
        }
    }

    @Test func `a wallbox that was away goes on with the session`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next(3)
                yard.wallbox.setAway(true)
                await life.next(3)
                yard.wallbox.setAway(false)
                await life.next(every: .seconds(30))
                yard.wallbox.unplug()
                await life.next()
                let sessions = try await life.sessions()
                // 60 s, 45 of them out of sight.
                #expect(sessions.map(\.energy) == [Energy(wattHours: 184)])
                #expect(sessions.first?.flags == [])
            }
        }
    }

    @Test func `another wallbox with a car is another session`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next(12)
                yard.wallbox.exchange(serialNumber: 77, wattHours: 5)
                await life.next(12)
                yard.wallbox.unplug()
                await life.next()
                let sessions = try await life.sessions()
                #expect(sessions.map(\.flags) == [[.stopUnknown], []])
                #expect(sessions.first?.energy == Energy(wattHours: 184))
            }
        }
    }
}
