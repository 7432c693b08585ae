import Charging
import Simulator
import Stations
import Testing

/// Commands become registers, and every limit ends by itself.
@Suite(.timeLimit(.minutes(1))) struct ModbusCommandTests {
    static func limit(_ amperes: String, evse: Int = 1, safe: String = "6", seconds: Int = 180) -> Command {
        .limit(
            CurrentLimit(
                evse: evse, amperes: ExactDecimal(amperes)!, safeAmperes: ExactDecimal(safe)!,
                fallbackSeconds: seconds))
    }

    @Test(arguments: ModbusWallboxKind.allCases)
    func `a limit is written rounded down, with the watchdog`(_ kind: ModbusWallboxKind) async throws {
        try await Yard.with(kind) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next()
                let result = try await life.perform(Self.limit("10.57"))
                let seconds = kind == .heidelberg ? 65 : 180
                #expect(result.status == "Accepted")
                #expect(
                    result.remark
                        == "It was written as 10.5 A. The wallbox falls to 6.0 A after \(seconds) s without a word.")
                #expect(
                    yard.wallbox.look.limitMilliamperes == 10_500 && yard.wallbox.look.flow == 10_500
                        && yard.wallbox.look.failSafeMilliamperes == 6000
                        && yard.wallbox.look.timeoutMilliseconds == seconds * 1000)
            }
            #expect(yard.wallbox.look.flow == 10_500)
            yard.wallClock.advance(by: .seconds(kind == .heidelberg ? 65 : 180))
            #expect(yard.wallbox.look.isOnFailSafe && yard.wallbox.look.flow == 6000, "the gateway is gone")
        }
    }

    @Test(arguments: ModbusWallboxKind.allCases)
    func `a limit nobody renews becomes the safe current, and the watchdog never bites`(
        _ kind: ModbusWallboxKind
    ) async throws {
        try await Yard.with(kind) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                try await life.perform(Self.limit("12", evse: 0))
                await life.next(35)
                #expect(yard.wallbox.look.limitMilliamperes == 12_000)
                await life.next()
                #expect(yard.wallbox.look.limitMilliamperes == 6000)
                await life.next(60)
                #expect(yard.wallbox.look.limitMilliamperes == 6000 && !yard.wallbox.look.isOnFailSafe)
            }
            try await yard.live { life in
                await life.next()
                #expect(yard.wallbox.look.limitMilliamperes == 6000, "the safe current outlives the gateway")
            }
        }
    }

    @Test(arguments: ModbusWallboxKind.allCases)
    func `less than the least is a pause, in the same session`(_ kind: ModbusWallboxKind) async throws {
        try await Yard.with(kind) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next()
                #expect(try await life.perform(Self.limit("5.9")).remark?.hasPrefix("It pauses.") == true)
                #expect(yard.wallbox.look.flow == 0)
                await life.next()
                #expect(await life.state == .suspendedEVSE)
                try await life.perform(Self.limit("8"))
                #expect(yard.wallbox.look.flow == 8000)
                await life.next()
                #expect(await life.state == .charging)
                yard.wallbox.unplug()
                await life.next()
                #expect(try await life.sessions().count == 1)
            }
        }
    }

    @Test(arguments: ModbusWallboxKind.allCases)
    func `a stop from afar holds until somebody starts or the plug is pulled`(_ kind: ModbusWallboxKind) async throws {
        try await Yard.with(kind) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next(2)
                let running = try #require(await life.evse?.running?.session.transaction)
                #expect(try await life.perform(.requestStop(running.next)).status == "Rejected")
                #expect(try await life.perform(.requestStart(tag: "A", evse: 1)).status == "Rejected")
                #expect(try await life.perform(.requestStop(running)).status == "Accepted")
                #expect(yard.wallbox.look.flow == 0)
                await life.next(3)
                #expect(await life.evse?.running == nil)
                #expect(try await life.perform(.requestStart(tag: "04AABBCC", evse: nil)).status == "Accepted")
                await life.next(2)
                #expect(await life.evse?.running?.session.tag == "04AABBCC")
                yard.wallbox.unplug()
                await life.next()
                #expect(try await life.sessions().map(\.stopReason) == ["Remote", "EVDisconnected"])
            }
        }
    }

    @Test func `who may not charge is stopped, and the next one is free`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                try await life.perform(.requestStart(tag: "BLOCKED", evse: 1))
                yard.wallbox.plugIn(amperes: 16)
                await life.next(2)
                #expect(!yard.wallbox.look.isEnabled)
                #expect(await life.state == .finishing)
                yard.wallbox.unplug()
                await life.next()
                #expect(yard.wallbox.look.isEnabled)
                let session = try #require(try await life.sessions().first)
                #expect(session.stopReason == "DeAuthorized" && session.flags == [.unauthorized])
            }
        }
    }

    @Test func `an inoperative wallbox lets nobody charge`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                try await life.perform(.changeAvailability(evse: 0, operative: false))
                await life.next()
                #expect(await life.state == .unavailable)
                yard.wallbox.plugIn(amperes: 16)
                await life.next(2)
                #expect(yard.wallbox.look.flow == 0)
                try await life.perform(.changeAvailability(evse: 1, operative: true))
                await life.next()
                #expect(await life.state == .charging)
                #expect(try await life.perform(.changeAvailability(evse: 1, operative: false)).status == "Scheduled")
            }
        }
    }

    @Test func `its registers can be asked for`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 10)
                let keys = ["SerialNumber", "State", "Current.Import.L3", "Power.Active.Import", "Colour"]
                let result = try await life.perform(.getConfiguration(keys: keys))
                #expect(result.configuration.map(\.value) == ["20301234", "Charging", "6900.000 W", "10.000 A"])
                #expect(result.unknownKeys == ["Colour"])
                #expect(try await life.perform(.getConfiguration(keys: [])).configuration.count == 10)
            }
        }
    }

    @Test func `what a wallbox has no register for is refused with a sentence`() async throws {
        try await Yard.with { yard in
            try await yard.live { life in
                for command in [Command.reset(.soft), .clearCache, .unlock(evse: 1)] {
                    await #expect(
                        throws: CommandError.unsupported("A Modbus wallbox has no register for this command.")
                    ) { try await life.perform(command) }
                }
                await #expect(throws: CommandError.unsupported("A Modbus wallbox has one place, EVSE 1.")) {
                    try await life.perform(Self.limit("8", evse: 2))
                }
                yard.wallbox.setAway(true)
                await #expect(throws: CommandError.disconnected) { try await life.perform(Self.limit("8")) }
                await life.next(3)
                await #expect(throws: CommandError.notConnected) { try await life.perform(Self.limit("8")) }
            }
        }
    }
}
