import Charging
import Foundation
import FoundationNetworking
import Gateway
import Simulator
import Testing

/// What people see of their stations' security, with a daemon that runs and is killed.
@Suite(.timeLimit(.minutes(2))) struct SecurityTests {
    private static let password = "correct-horse-battery"
    private static let opensslIsThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    private static func setup(_ more: String = "") throws -> TestSite.Setup {
        var setup = TestSite.Setup(try Folder())
        setup.more = """
            [[station]]
            id = "CP1"
            security_profile = 1
            password_file = "\(try setup.folder.write("CP1.password", password))"
            \(more)

            """
        return setup
    }

    private static let secureListener = """
        [[listener]]
        address = "127.0.0.1:0"
        tls = true
        [security]
        names = ["localhost"]
        """

    private static func standing(at site: TestSite) async throws -> SecurityReport.Station {
        let report: SecurityReport = try JSONDecoder().decode(from: try await site.ask("security", "--json"))
        return try #require(report.stations.first { $0.id == "CP1" })
    }

    @Test func `a raise that waits for its station outlives a kill, and counts once it came`() async throws {
        let setup = try Self.setup(Self.secureListener)
        let first = try await TestSite(setup)
        try await withThrowingDiscardingTaskGroup { group in
            let station = ObedientStation(id: "CP1", password: Self.password, port: first.gateway.ports.stations)
            group.addTask { try? await station.run() }
            let raised = try await first.ask("security", "raise", "CP1", "--profile", "2") { $0.status == 0 }
            #expect(raised.output.contains("nothing less is accepted"), "\(raised)")
            await first.gateway.kill()
            group.cancelAll()
        }

        let second = try await TestSite(setup)
        let waiting = try await Self.standing(at: second)
        #expect(waiting.least == 1 && waiting.expected == 2 && waiting.expectedSince != nil)
        #expect(try await second.ask("security").output.contains("waits for 2 since 20"))
        let authority = try await second.ask("certificates", "show-ca").output
        let port = try #require(second.gateway.ports.furtherStations?.first ?? nil)
        var configuration = SimulatedWallbox.Configuration(
            id: "CP1", url: "wss://localhost:\(port)/ocpp", password: Self.password)
        try configuration.secure(
            ca: try setup.folder.write("ca.pem", authority), believesAnybody: false, certificate: nil, key: nil)
        let wallbox = SimulatedWallbox(
            configuration: configuration, clock: ContinuousClock(), wallClock: SystemWallClock(), logger: .silent)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            while try await Self.standing(at: second).least < 2 {}
            await second.gateway.kill()
            group.cancelAll()
        }

        let third = try await TestSite(setup)
        let settled = try await Self.standing(at: third)
        #expect(settled.least == 2 && settled.expected == nil && settled.expectedSince == nil)
        let plain = third.wallbox("CP1", password: Self.password)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await plain.run() }
            await plain.happens { if case .disconnected(let why) = $0 { why.contains("403") } else { false } }
            group.cancelAll()
        }
    }

    /// The codes of what needs attention, and that the command line, the page's API and the page's words say the same.
    private static func conditions(at site: TestSite) async throws -> [String] {
        let url = try #require(URL(string: "http://127.0.0.1:\(site.gateway.ports.console ?? 0)/api/v1/status"))
        let page = try JSONDecoder().decode(StatusReport.self, from: try await URLSession.shared.data(from: url).0)
        return page.health.map(\.code)
    }

    /// Returns when the condition is there, or is gone, for everybody who looks.
    private static func wait(for code: String, isThere: Bool, at site: TestSite, words: String) async throws {
        _ = try await site.ask("status") { $0.output.contains(words) == isThere }
        while try await site.status().health.contains(where: { $0.code == code }) != isThere {}
        while try await conditions(at: site).contains(code) != isThere {}
    }

    @Test func `a wrong password is shown everywhere until the right one comes`() async throws {
        let site = try await TestSite(try Self.setup())
        let words = "CP1 is refused again and again: The password is missing or wrong."
        for (password, isThere) in [("a-wrong-password", true), (Self.password, false)] {
            let wallbox = site.wallbox("CP1", password: password)
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await wallbox.run() }
                try await Self.wait(for: "station.CP1.refused", isThere: isThere, at: site, words: words)
                group.cancelAll()
            }
        }
    }

    @Test(.enabled(if: opensslIsThere, "this needs the program openssl"))
    func `a certificate that ends soon is shown everywhere until a new one is there`() async throws {
        var setup = try Self.setup()
        let folder = setup.folder
        try await Self.certify(10, in: folder)
        setup.more += """
            [[listener]]
            address = "127.0.0.1:0"
            tls = true
            certificate = "\(folder.path)/tls.pem"
            key = "\(folder.path)/tls.key"

            """
        let site = try await TestSite(setup)
        let (code, words) = ("listener.127.0.0.1:0.expiry", "The certificate of the listener 127.0.0.1:0 ends at")
        try await Self.wait(for: code, isThere: true, at: site, words: words)
        try await Self.certify(365, in: folder)
        site.gateway.program.signal(SIGHUP)
        try await Self.wait(for: code, isThere: false, at: site, words: words)
    }

    private static func certify(_ days: Int, in folder: Folder) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days", "\(days)",
            "-subj", "/CN=localhost", "-keyout", "\(folder.path)/tls.key", "-out", "\(folder.path)/tls.pem",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
