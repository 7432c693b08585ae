import Charging
import Foundation
import Journal
import Logging
import Simulator
import Stations
import Synchronization
import Testing
import Trust
import WebSocket

@testable import Gateway

/// Moving a station to a higher profile, and keeping its certificate in date, with a station that obeys.
@Suite(.timeLimit(.minutes(2))) struct RaisingTests {
    private static let password = "0123456789abcdef"

    /// Answers every command with the word for it, and remembers them.
    final class ObedientStation: Dispatcher {
        private let heard = Mutex<[Command]>([])
        private let answer: @Sendable (Command) -> String

        init(_ answer: @escaping @Sendable (Command) -> String = { _ in "Accepted" }) { self.answer = answer }

        var commands: [Command] { heard.withLock { $0 } }

        func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult {
            heard.withLock { $0.append(command) }
            return CommandResult(status: answer(command))
        }
    }

    @Test func `the site CA is put on the station first, and the profile counts once the station came back`()
        async throws
    {
        try await SecureSite().run { site in
            let station = ObedientStation()
            var desk = site.gateway.security
            desk.dispatcher = station
            let report = try await desk.raise("CP1", to: 2)
            #expect(report.stationSaid == "Accepted")
            let pem = try desk.authorityCertificate()
            let change = SecurityProfileChange(profile: 2, url: "wss://localhost:\(site.securePort)/ocpp")
            #expect(station.commands == [.installCertificate(.csmsRoot, pem: pem), .raiseSecurityProfile(change)])
            #expect(desk.report().stations.first?.expected == 2)

            #expect(try await site.status(password: Self.password, secure: false) == 101)
            #expect(desk.report().stations.first?.least == 1)
            #expect(try await site.status(password: Self.password, secure: true) == 101)
            #expect(desk.report().stations.first?.least == 2)
            #expect(desk.report().stations.first?.expected == nil)
            #expect(try await site.status(password: Self.password, secure: false) == 403)
            #expect(await site.gateway.journal.site().settled.credentials["CP1"]?.securityProfile == 2)
        }
    }

    @Test(arguments: ["installCertificate", "raiseSecurityProfile"])
    func `a station that refuses a step stays as it was`(_ step: String) async throws {
        try await SecureSite().run { (site) async throws in
            var desk = site.gateway.security
            desk.dispatcher = ObedientStation { "\($0)".hasPrefix(step) ? "Rejected" : "Accepted" }
            do throws(SecurityRefusal) {
                _ = try await desk.raise("CP1", to: 2)
                Issue.record("it was raised")
            } catch {
                #expect(error.kind == .stationRefused)
            }
            #expect(desk.report().stations.first?.expected == nil)
            #expect(try await site.status(password: Self.password, secure: true) == 101)
            #expect(desk.report().stations.first?.least == 1)
        }
    }

    @Test func `what a station was told to come back with outlives a restart`() async throws {
        try await SecureSite.run { site in
            var desk = site.gateway.security
            desk.dispatcher = ObedientStation()
            _ = try await desk.raise("CP1", to: 2)
        } then: { site in
            let told = site.wallClock.now.at
            site.wallClock.advance(by: .minutes(20))
            let station = try #require(site.gateway.security.report().stations.first)
            #expect(station.expected == 2 && station.expectedSince == told && station.least == 1)
            site.gateway.security.admissions.tidy()
            let condition = try #require(site.gateway.health.current.first { $0.code == "station.CP1.pending" })
            #expect(condition.summary.contains("security profile 2, as it was told to at \(told)"))
            #expect(try await site.status(password: Self.password, secure: true) == 101)
            #expect(site.gateway.security.report().stations.first?.least == 2)
            site.gateway.security.admissions.tidy()
            #expect(!site.gateway.health.current.contains { $0.code == "station.CP1.pending" })
        }
    }

    /// Takes the certificate, and then does not say yes.
    private struct UnclearStation: Dispatcher {
        var error: CommandError

        func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult {
            guard case .raiseSecurityProfile = command else { return CommandResult(status: "Accepted") }
            throw error
        }
    }

    @Test(
        arguments: [
            (CommandError.timedOut, 2), (.disconnected, 2), (.refused(code: "NotImplemented", description: ""), nil),
            (.unsupported("It has no such setting."), nil), (.notConnected, nil),
        ] as [(CommandError, Int?)])
    func `only a station that may have heard it is waited for`(_ error: CommandError, _ expected: Int?) async throws {
        try await SecureSite().run { (site) async throws in
            var desk = site.gateway.security
            desk.dispatcher = UnclearStation(error: error)
            do throws(SecurityRefusal) {
                _ = try await desk.raise("CP1", to: 2)
                Issue.record("it was raised")
            } catch {
                #expect(error.mayHappenYet == (expected != nil))
            }
            #expect(desk.report().stations.first?.expected == expected)
        }
    }

    @Test func `a person who accepts less ends what is waited for`() async throws {
        try await SecureSite().run { site in
            var desk = site.gateway.security
            desk.dispatcher = ObedientStation()
            _ = try await desk.raise("CP1", to: 2)
            _ = try await desk.accept("CP1", profile: 1)
            #expect(desk.report().stations.first?.expected == nil)
            #expect(try await site.status(password: Self.password, secure: true) == 101)
            #expect(desk.report().stations.first?.least == 1)
        }
    }

    @Test func `a certificate that ends is told of, and renewed once a day while the station is there`() async throws {
        let block = """
            [[station]]
            id = "CP3"
            security_profile = 3
            """
        try await SecureSite(block, clients: "optional").run { site in
            let station = ObedientStation()
            var desk = site.gateway.security
            desk.dispatcher = station
            let keeper = SecurityKeeper(
                desk: desk, health: site.gateway.health, clock: ContinuousClock(), logger: .init(label: "test"))
            let now = site.wallClock.now.at
            try await desk.admissions.book.issued(
                StationCertificate(
                    serial: "1", subject: "CN=CP3", notBefore: now, notAfter: now + .hours(24 * 60), fingerprint: ""),
                to: "CP3")
            var asked: [StationID: Timestamp] = [:]
            func codes() -> [String] { site.gateway.health.current.map(\.code).filter { $0.hasSuffix("certificate") } }
            await keeper.round(&asked)
            #expect(codes() == [])

            site.wallClock.advance(by: .hours(24 * 31))
            await keeper.round(&asked)
            #expect(codes() == ["station.CP3.certificate"])
            // It is not there, so nobody can ask it.
            #expect(station.commands == [])

            let driver = SilentDriver()
            let visit = await desk.registry.arrive("CP3", dialect: "ocpp1.6", address: "", driver: driver)
            for _ in 0..<3 { await keeper.round(&asked) }
            #expect(station.commands == [.trigger(message: "SignChargePointCertificate", evse: nil)])
            site.wallClock.advance(by: .hours(25))
            await keeper.round(&asked)
            #expect(station.commands.count == 2)

            let later = site.wallClock.now.at
            try await desk.admissions.book.issued(
                StationCertificate(
                    serial: "2", subject: "CN=CP3", notBefore: later, notAfter: later + .hours(24 * 365),
                    fingerprint: ""), to: "CP3")
            await keeper.round(&asked)
            #expect(codes() == [])
            _ = try await desk.revoke("2")
            await desk.registry.leave(visit)
        }
    }

    private struct SilentDriver: StationDriver {
        func perform(_ command: Command) async throws(CommandError) -> CommandResult { throw .notConnected }
        func close(_ code: CloseCode, reason: String) {}
    }
}
