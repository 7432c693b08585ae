import Charging
import Simulator
import Stations
import Testing

/// Commands become registers, and every limit ends by itself.
/// One after the other: libmodbus waits with select(2), and all at once would need more than its 1024 descriptors.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ModbusCommandTests {
    /// 6 A, or what steps of 100 W make of it.
    private static let six = Int64(5940)...6000

    static func limit(_ amperes: String, evse: Int = 1, safe: String = "6", seconds: Int = 180) -> Command {
        .limit(
            CurrentLimit(
                evse: evse, amperes: ExactDecimal(amperes)!, safeAmperes: ExactDecimal(safe)!,
                fallbackSeconds: seconds))
    }

    @Test(arguments: Yard.names)
    func `a limit is written rounded down, and is as safe as the wallbox can`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            var patience: Int64 = 180
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next()
                let result = try await life.perform(Self.limit("10.57"))
                let look = yard.wallbox.look
                #expect(result.status == "Accepted")
                #expect(result.remark?.hasPrefix("It was written as 10.") == true)
                #expect((10_000...10_500).contains(look.limitMilliamperes) && look.flow == look.limitMilliamperes)
                if yard.profile.hasSafeCurrent {
                    patience = look.timeoutMilliseconds / 1000
                    #expect(
                        result.remark?.hasSuffix("The wallbox falls to 6.0 A after \(patience) s without a word.")
                            == true)
                    #expect(look.failSafeMilliamperes == 6000 && patience == min(180, max(65, patience)))
                } else if let watchdog = yard.profile.watchdog {
                    patience = Int64(watchdog.seconds ?? 0)
                    #expect(result.remark?.contains("of its own settings after \(patience) s") == true)
                } else {
                    #expect(result.remark?.hasSuffix("if the gateway dies it keeps the last limit.") == true)
                }
                await life.pass(.seconds(60))
                #expect(yard.wallbox.look.flow == look.flow, "while the gateway lives")
            }
            yard.wallClock.advance(by: .seconds(patience))
            let isSafe = yard.profile.hasWatchdog
            #expect(yard.wallbox.look.isOnFailSafe == isSafe && (yard.wallbox.look.flow == 6000) == isSafe, "gone")
        }
    }

    @Test(arguments: Yard.names)
    func `a limit nobody renews becomes the safe current, and the watchdog never bites`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                try await life.perform(Self.limit("12", evse: 0))
                await life.pass(.seconds(175))
                #expect((11_850...12_000).contains(yard.wallbox.look.limitMilliamperes))
                await life.pass(.seconds(10))
                #expect(Self.six.contains(yard.wallbox.look.limitMilliamperes))
                await life.pass(.seconds(300))
                #expect(Self.six.contains(yard.wallbox.look.limitMilliamperes) && !yard.wallbox.look.isOnFailSafe)
                #expect(life.health.current.isEmpty)
            }
            try await yard.live { life in
                await life.next()
                #expect(Self.six.contains(yard.wallbox.look.limitMilliamperes), "the safe current outlives the gateway")
            }
        }
    }

    static let watched = Yard.names.filter {
        (try? WallboxProfile(path: Yard.path(of: $0)))?.watchdog?.seconds != nil
    }

    @Test(arguments: watched)
    func `a wallbox that fell to a safe current of its own before the gateway came gets what it can`(
        _ name: String
    ) async throws {
        try await Yard.with(name) { yard in
            yard.wallbox.plugIn(amperes: 16)
            yard.wallClock.advance(by: .seconds(120))
            #expect(yard.wallbox.look.isOnFailSafe && yard.wallbox.look.flow == 6000)
            try await yard.live { life in
                await life.next(2)
                #expect(!yard.wallbox.look.isOnFailSafe && yard.wallbox.look.flow == 16_000)
            }
        }
    }

    @Test(arguments: Yard.names)
    func `less than the least is a pause, in the same session`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next()
                #expect(try await life.perform(Self.limit("5.9")).remark?.hasPrefix("It pauses.") == true)
                #expect(yard.wallbox.look.flow == 0)
                await life.pass(.seconds(15))
                #expect(await life.state == .suspendedEVSE)
                try await life.perform(Self.limit("8"))
                #expect((7900...8000).contains(yard.wallbox.look.flow))
                await life.next()
                #expect(await life.state == .charging)
                yard.wallbox.unplug()
                await life.next()
                #expect(try await life.sessions().count == 1)
            }
        }
    }

    @Test(arguments: Yard.names)
    func `a stop from afar holds until somebody starts or the plug is pulled`(_ name: String) async throws {
        try await Yard.with(name) { yard in
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

    @Test(arguments: Yard.names)
    func `a wallbox that answers what is written and does nothing of it is noticed`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next()
                yard.wallbox.setDeaf(true)
                let showsLimit = yard.profile.showsLimit
                let stubborn = yard.wallbox.look.limitMilliamperes / 1000
                let result =
                    showsLimit
                    ? try await life.performPatiently(Self.limit("8", safe: "8", seconds: 3600))
                    : try await life.perform(Self.limit("8", safe: "8", seconds: 3600))
                #expect(result.status == (showsLimit ? "Rejected" : "Accepted"))
                if showsLimit { #expect(result.remark?.contains("still shows \(stubborn)") == true) }
                await life.pass(.seconds(40))
                #expect(life.health.current.map(\.code) == ["station.yard.limit"])
                let before = yard.wallbox.writeCount
                yard.wallbox.setDeaf(false)
                await life.pass(.seconds(90))
                #expect((7900...8000).contains(yard.wallbox.look.flow) && yard.wallbox.writeCount > before)
                #expect(life.health.current.isEmpty)
            }
        }
    }

    /// Those that keep what is written, or wind the watchdog up with anything.
    @Test(arguments: ["heidelberg-energy-control", "bender-cc612", "peblar", "em2go-pro-power"])
    func `what did not change is not written again`(_ name: String) async throws {
        try await Yard.with(name) { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                try await life.perform(Self.limit("12", safe: "12", seconds: 3600))
                let before = yard.wallbox.writeCount
                await life.pass(.seconds(600))
                #expect(yard.wallbox.writeCount == before)
                try await life.perform(Self.limit("10", safe: "12", seconds: 3600))
                #expect(yard.wallbox.writeCount == before + 1)
                yard.wallbox.setAway(true)
                await life.next()
                yard.wallbox.setAway(false)
                await life.next()
                #expect(yard.wallbox.writeCount > before + 1, "it may have been without power")
            }
        }
    }

    @Test func `a slow wallbox is not raised twice in a moment, and lowered at once`() async throws {
        try await Yard.with("siemens-versicharge") { yard in
            try await yard.live { life in
                yard.wallbox.plugIn(amperes: 16)
                await life.next()
                try await life.perform(Self.limit("6"))
                let result = try await life.perform(Self.limit("10"))
                #expect(result.status == "Accepted")
                #expect(result.remark?.hasPrefix("10.0 A is written in 11 s") == true)
                #expect(yard.wallbox.look.flow == 6000)
                await life.pass(.seconds(15))
                #expect(yard.wallbox.look.flow == 10_000)
                try await life.perform(Self.limit("7"))
                #expect(yard.wallbox.look.flow == 7000)
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
                #expect(try await life.perform(.getConfiguration(keys: [])).configuration.count == 13)
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
                await #expect(throws: CommandError.unsupported("This wallbox has one place, EVSE 1.")) {
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
