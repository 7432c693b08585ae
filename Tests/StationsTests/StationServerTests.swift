import Charging
import ServiceLifecycle
import Simulator
import Stations
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct StationServerTests {
    static let boot = #"[2,"b","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#
    static let beat = #"[2,"h","Heartbeat",{}]"#

    @Test func `a station connects, boots and is commanded`() async throws {
        try await Self.serve { server, url in
            try await Dialer(clock: ContinuousClock()).connect(url: url + "/ocpp/CP1", subprotocols: ["ocpp1.6"]) {
                station in
                #expect(station.subprotocol == "ocpp1.6")
                var messages = station.messages.makeAsyncIterator()
                try await station.send(Self.boot)
                #expect(try await messages.next()?.contains("Accepted") == true)
                try await station.send(Self.beat)
                #expect(try await messages.next()?.hasPrefix(#"[3,"h""#) == true)
                #expect(await server.registry.presence(of: "CP1")?.boot?.vendor == "V")
                async let result = server.registry.perform(.clearCache, on: "CP1")
                let call = try #require(try await messages.next())
                try await station.send(call.answered(#"{"status":"Accepted"}"#))
                #expect(try await result.status == "Accepted")
            }
        }
    }

    @Test func `a second connection takes over from the first`() async throws {
        try await Self.serve { server, url in
            let dialer = Dialer(clock: ContinuousClock())
            try await dialer.connect(url: url + "/CP1") { first in
                try await first.send(Self.boot)
                var heard = first.messages.makeAsyncIterator()
                _ = try await heard.next()
                try await dialer.connect(url: url + "/CP1") { second in
                    #expect(try await heard.next() == nil)
                    try await second.send(Self.beat)
                    var messages = second.messages.makeAsyncIterator()
                    #expect(try await messages.next()?.hasPrefix(#"[3,"h""#) == true)
                    #expect(await server.registry.presence(of: "CP1")?.isOnline == true)
                }
            }
        }
    }

    @Test func `an unknown station waits, is claimed, and is accepted`() async throws {
        try await Self.serve { server, url in
            try await Dialer(clock: ContinuousClock()).connect(url: url + "/ocpp/NEW") { station in
                var messages = station.messages.makeAsyncIterator()
                try await station.send(Self.boot)
                #expect(try await messages.next()?.contains("Pending") == true)
                try await station.send(Self.beat)
                #expect(try await messages.next()?.contains("SecurityError") == true)
                #expect(server.admissions.waiting.first?.boot?.vendor == "V")
                #expect(server.admissions.waiting.first?.isConnected == true)
                #expect(try await server.admissions.claim("NEW", origin: "cli"))
                try await station.send(Self.boot)
                #expect(try await messages.next()?.contains("Accepted") == true)
            }
        }
    }

    @Test func `a station without its password is refused`() async throws {
        try await Self.serve { _, url in
            let dialer = Dialer(clock: ContinuousClock())
            await #expect(throws: (any Error).self) { try await dialer.connect(url: url + "/ocpp/LOCKED") { _ in } }
            let header = [("Authorization", "Basic TE9DS0VEOmdlaGVpbQ==")]
            try await dialer.connect(url: url + "/ocpp/LOCKED", subprotocols: ["ocpp1.6"], headers: header) { station in
                try await station.send(Self.boot)
                var messages = station.messages.makeAsyncIterator()
                #expect(try await messages.next()?.contains("Accepted") == true)
            }
        }
    }

    @Test(arguments: ["ocpp2.0.1", "ocpp2.1", "OCPP2.0.1"])
    func `a station is spoken to in the version that was agreed on`(_ name: String) async throws {
        try await Self.serve { server, url in
            try await Dialer(clock: ContinuousClock()).connect(
                url: url + "/ocpp/CP1", subprotocols: [name, "ocpp1.6"]
            ) { station in
                var messages = station.messages.makeAsyncIterator()
                try await station.send(Bench.boot201)
                #expect(try await messages.next()?.contains("Accepted") == true)
                let report = try #require(try await messages.next())
                #expect(report.contains("GetBaseReport"))
                try await station.send(report.answered(#"{"status":"NotSupported"}"#))
                let presence = await server.registry.presence(of: "CP1")
                #expect(presence?.dialect == name.lowercased())
                #expect(presence?.boot?.dialect == name.lowercased())
                async let result = server.registry.perform(.unlock(evse: 1), on: "CP1")
                let call = try #require(try await messages.next())
                #expect(call.hasSuffix(#""UnlockConnector",{"evseId":1,"connectorId":1}]"#))
                try await station.send(call.answered(#"{"status":"Unlocked"}"#))
                #expect(try await result.status == "Unlocked")
            }
        }
    }

    @Test func `a station without an identity is served as the one at its address`() async throws {
        try await Self.serve(StationPolicy(stations: ["CP1": StationRule(address: "127.0.0.1")])) { server, url in
            try await Dialer(clock: ContinuousClock()).connect(url: url + "/") { station in
                var messages = station.messages.makeAsyncIterator()
                try await station.send(Self.boot)
                #expect(try await messages.next()?.contains("Accepted") == true)
                #expect(await server.registry.presence(of: "CP1")?.isOnline == true)
            }
        }
    }

    @Test func `a station that stays away is missed, a slow model later`() async throws {
        let wallClock = ManualWallClock()
        let policy = StationPolicy(
            stations: ["CP1": .none, "GONE": StationRule(isBlocked: true)],
            profiles: .saying("return_after_seconds = 900"))
        let server = StationServer(
            configuration: StationServerConfiguration(
                listener: ListenerConfiguration(host: "127.0.0.1", port: 0), policy: policy),
            environment: .fake(wallClock: wallClock))
        func missed() async -> [StationID] { await server.missed(at: wallClock.now.at).map(\.station) }
        var visits: [Registry.Visit] = []
        for station in ["CP1", "GONE", "STRANGER"] as [StationID] {
            visits.append(await server.registry.arrive(station, dialect: "ocpp1.6", address: "", driver: NoDriver()))
        }
        wallClock.advance(by: .hours(1))
        #expect(await missed() == [])
        for visit in visits { await server.registry.leave(visit) }
        wallClock.advance(by: .seconds(600))
        #expect(await missed() == [])
        wallClock.advance(by: .seconds(1))
        // Nothing is known of the model.
        #expect(await missed() == ["CP1"])
        server.admissions.introduce("CP1", Boot(vendor: "V", model: "M", dialect: "ocpp1.6"))
        #expect(await missed() == [])
        wallClock.advance(by: .seconds(300))
        #expect(await missed() == ["CP1"])
    }

    /// Runs a server on a free port while the body plays the stations.
    private static func serve(
        _ policy: StationPolicy = StationPolicy(stations: ["CP1": .none, "LOCKED": .password(Password("geheim"))]),
        _ body: @Sendable (StationServer, String) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = StationServer(
            configuration: StationServerConfiguration(
                listener: ListenerConfiguration(host: "127.0.0.1", port: 0), policy: policy),
            environment: .fake(clock: ContinuousClock())
        ) { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await server.run() }
            var bound = ports.makeAsyncIterator()
            let number = try #require(await bound.next())
            try await body(server, "ws://127.0.0.1:\(number)")
            group.cancelAll()
        }
    }
}

private struct NoDriver: StationDriver {
    func perform(_ command: Command) async throws(CommandError) -> CommandResult { throw .notConnected }
    func close(_ code: CloseCode, reason: String) {}
}
