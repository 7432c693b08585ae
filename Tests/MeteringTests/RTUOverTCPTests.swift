import Charging
import Metering
import Simulator
import Testing

private let energy = RegisterBlock(function: .input, address: 0x48, count: 2)

private func server() throws -> SimulatedLine {
    try SimulatedLine(.tcp, units: [7, 8], wallClock: ManualWallClock())
}

@Suite(.timeLimit(.minutes(1))) struct RTUOverTCPTests {
    @Test func `a connection that breaks is opened again at the next request`() async throws {
        let server = try server()
        try await server.running {
            let bus = server.bus(timing: DeviceTiming(retries: 0))
            _ = try await bus.read([energy], unit: 7)
            server.inject(.hangUp, unit: 7, times: 1)
            let error = await #expect(throws: BusError.self) { try await bus.read([energy], unit: 7) }
            #expect(error?.concernsLine == true)
            let harvest = try await bus.read([energy], unit: 7)
            #expect(harvest.connection == 2)
        }
    }

    @Test func `a silence leaves the connection, and many in a row give it up`() async throws {
        let server = try server()
        try await server.running {
            let bus = server.bus(timeout: .milliseconds(100))
            let patient = DeviceTiming(timeout: .seconds(5))
            _ = try await bus.read([energy], unit: 7, timing: patient)
            for _ in 0..<2 { await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 9) } }
            _ = try await bus.read([energy], unit: 7, timing: patient)
            #expect(bus.statistics.openings == 1)
            for _ in 0..<3 { await #expect(throws: BusError.silent) { try await bus.read([energy], unit: 9) } }
            let harvest = try await bus.read([energy], unit: 7, timing: patient)
            #expect(bus.statistics.openings == 2)
            #expect(harvest.connection == 1, "the silence of another unit is no reason to ask who this one is")
        }
    }

    @Test func `a server that breaks off each time is a condition, until it answers`() async throws {
        let server = try server()
        let health = Health(wallClock: ManualWallClock())
        try await server.running {
            let bus = server.bus(timing: DeviceTiming(retries: 0), health: health)
            server.inject(.hangUp, unit: 7, times: 3)
            for _ in 0..<2 { await #expect(throws: BusError.self) { try await bus.read([energy], unit: 7) } }
            #expect(health.current.isEmpty)
            await #expect(throws: BusError.self) { try await bus.read([energy], unit: 7) }
            #expect(health.current.map(\.code) == ["bus.line.line"])
            _ = try await bus.read([energy], unit: 7)
            #expect(health.current.isEmpty)
        }
    }

    @Test func `nobody listens`() async throws {
        let address: BusAddress
        do { address = try server().address() }
        let clock = ManualClock()
        let health = Health(wallClock: ManualWallClock())
        let bus = Bus(name: "yard", address: address, health: health, clock: clock, logger: quiet)
        await #expect(throws: BusError.unreachable("Connection refused")) { try await bus.read([energy], unit: 7) }
        let summary = try #require(health.current.first?.summary)
        #expect(summary == "Bus yard is out of order: the line cannot be opened: Connection refused.")
        let nameless = Bus(
            name: "nameless", address: .rtuOverTCP(host: "there-is-no-such-host.invalid", port: 502), clock: clock,
            logger: quiet)
        let error = await #expect(throws: BusError.self) { try await nameless.read([energy], unit: 7) }
        #expect("\(error as Any)".contains("there-is-no-such-host.invalid: "))
    }
}
