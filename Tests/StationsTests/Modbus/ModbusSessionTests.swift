import Charging
import Journal
import Simulator
import Stations
import Testing

/// What the registers show becomes the sessions of the record.
@Suite(.timeLimit(.minutes(1))) struct ModbusSessionTests {
    /// All over TCP, and those that have one over a serial line, where there is no unit 255.
    static let places: [(ModbusWallboxKind, Bool)] =
        ModbusWallboxKind.allCases.map { ($0, false) } + [(.heidelberg, true)]

    @Test(arguments: places)
    func `a session has the energy the wallbox gave, to the watt-hour`(
        _ kind: ModbusWallboxKind, _ isSerial: Bool
    ) async throws {
        try await Yard.with(kind, isSerial ? .pty : .tcp()) { yard in
            try await yard.live { life in
                #expect(await life.state == .available)
                yard.wallbox.plugIn(amperes: 16, tag: 0x04B0_267A)
                await life.next(12)
                #expect(await life.state == .charging)
                #expect(await life.evse?.running != nil)
                yard.wallbox.unplug()
                await life.next()
                #expect(await life.state == .available)
                let session = try #require(try await life.sessions().first)
                #expect(session.energy == Energy(wattHours: 184))
                #expect(session.energySource == .station)
                #expect(session.stationRegister.start == ExactDecimal(1_000_000))
                #expect(session.stopReason == "EVDisconnected")
                #expect(session.tag == (kind == .kebaP30 ? "04B0267A" : nil))
                #expect(session.flags.isEmpty)
            }
        }
    }

    @Test func `a wallbox introduces itself once, and again when another hangs there`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                let presence = try #require(await life.registry.presence(of: "yard"))
                #expect(presence.isOnline && presence.dialect == "modbus" && presence.address == "line, unit 255")
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

    @Test(arguments: ModbusWallboxKind.allCases)
    func `a restart in the middle of a session does not split it`(_ kind: ModbusWallboxKind) async throws {
        try await Yard.with(kind) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next(3)
            }
            yard.wallClock.advance(by: .seconds(10))
            try await yard.live { life in
                await life.next(7)
                yard.wallbox.unplug()
                await life.next()
                let sessions = try await life.sessions()
                #expect(sessions.map(\.energy) == [Energy(wattHours: 184)])
                #expect(sessions.first?.flags == [])
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
