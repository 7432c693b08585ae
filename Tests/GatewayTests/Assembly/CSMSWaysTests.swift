import Charging
import FoundationEssentials
import Gateway
import Journal
import Logging
import ServiceLifecycle
import Simulator
import Testing
import Uplinks

/// A whole gateway between a journal and simulated back offices.
@Suite(.timeLimit(.minutes(1))) struct CSMSWaysTests {
    private let scratch: ScratchDirectory
    private let clock = ManualClock()
    private let wallClock = ManualWallClock()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { scratch = try ScratchDirectory() }

    /// The sample with a back office that controls, and ChargeReport's gateway for a station.
    private func text(_ office: Int, _ refund: Int) throws -> String {
        try scratch.write("CP1.password", "0123456789abcdef")
        for station in ["CP2", "carport"] { try scratch.write("\(station).password", "0123456789abcdef") }
        try scratch.write("CP2.token", "tok_2")
        return try Sample.site(scratch)
            .replacing("name = \"credit\"", with: "name = \"credit\"\nstations = [\"CP1\"]")
            .replacing("accept = \"listed\"", with: "accept = \"authorized\"")
            .replacing("0.0.0.0:9000", with: "127.0.0.1:0").replacing("listen = \"127.0.0.1:9080\"", with: "") + """

                [[csms]]
                name = "office"
                url = "ws://127.0.0.1:\(office)/ocpp"
                controls = true
                password_file = "\(scratch.path)/{station}.password"
                identities = { carport = "NL-1" }
                [[csms]]
                name = "refund"
                preset = "chargereport"
                url = "ws://127.0.0.1:\(refund)/cp/{token}"
                token_file = "\(scratch.path)/{station}.token"
                stations = ["CP2"]
                """
    }

    private func gateway(_ office: Int = 1, _ refund: Int = 2) async throws -> Gateway {
        let path = try scratch.write("ohmstead.toml", try text(office, refund))
        return try await Gateway(
            try Configuration.load(path: path), time: SiteTime(clock: clock, wallClock: wallClock),
            logger: logger)
    }

    @Test func `each station of each back office has a lane of its own`() async throws {
        let status = try await gateway().control.status()
        #expect(
            status.uplinks.map(\.name) == [
                "employer", "credit", "office/CP1", "office/CP2", "office/carport", "refund/CP2",
            ])
        #expect(status.uplinkGroups.map(\.name) == ["employer", "credit", "office", "refund"])
        #expect(status.uplinkGroups.map(\.members.count) == [1, 1, 3, 1])
    }

    @Test func `a session arrives at both clouds, and the one that controls is asked about tags`() async throws {
        let (office, officePort) = csms(
            .init(.generic16, stations: ["CP1": .password, "CP2": .password, "NL-1": .password]))
        let (refund, refundPort) = csms(.init(.chargeReport, stations: ["CP2": .init(token: "tok_2")]))
        office.judge("STRANGER", "Blocked")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try? await office.run() }
            group.addTask { try? await refund.run() }
            let gateway = try await gateway(await officePort(), await refundPort())
            for service in gateway.services where service is Journal || service is Pump || service is CSMSLink {
                group.addTask { try await service.run() }
            }
            // Four links wait for their turn to dial, and four pumps for them.
            await clock.sleepers(8)
            clock.advance(by: .seconds(5))
            await office.books { books in ["CP1", "CP2", "NL-1"].allSatisfy { books[$0].boots == 1 } }
            try await charge(at: "CP2", gateway)
            await office.books { $0.transactions.contains { !$0.isRunning } }
            await refund.books { $0.transactions.contains { !$0.isRunning } }
            #expect(office.books["CP2"].transactions.map(\.energy) == [5000])
            #expect(refund.books.transactions.map(\.energy) == [5000])
            #expect(office.violations == [])
            #expect(refund.violations == [])

            #expect(await gateway.authorizer.authorize("STRANGER", at: "CP1", evse: 1).status == .blocked)
            #expect(await gateway.authorizer.authorize("FRIEND", at: "CP1", evse: 1).status == .accepted)
            group.cancelAll()
        }
    }

    private func csms(
        _ configuration: SimulatedCSMS.Configuration
    ) -> (SimulatedCSMS, @Sendable () async -> Int) {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let csms = SimulatedCSMS(configuration: configuration, wallClock: wallClock, logger: logger) { port.yield($0) }
        return (csms, { await ports.first { _ in true } ?? 0 })
    }

    private func charge(at station: StationID, _ gateway: Gateway) async throws {
        func say(_ event: StationEvent) async throws -> Answer {
            try await gateway.journal.record(.station(station, event))
        }
        let start = TransactionStart(
            evse: 1, tag: "04B0267AE05C80", register: ExactDecimal(1000), timestamp: wallClock.now.at)
        guard case .transaction(let id) = try await say(.started(start)) else {
            Issue.record("the start has no id")
            return
        }
        wallClock.advance(by: .minutes(30))
        let end = TransactionEnd(
            transaction: Int64(id.number), register: ExactDecimal(6000), timestamp: wallClock.now.at)
        _ = try await say(.ended(end))
        _ = try await say(.status(ConnectorStatus(evse: 1, state: .available)))
    }
}

extension SimulatedCSMS.Account {
    fileprivate static let password = Self(password: Array("0123456789abcdef".utf8))
}
