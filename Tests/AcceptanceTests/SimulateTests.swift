import Charging
import Foundation
import Gateway
import Testing

/// The simulators as programs of their own.
@Suite(.timeLimit(.minutes(1))) struct SimulateTests {
    @Test func `a wallbox that finds no gateway says so in plain words`() async throws {
        let folder = try Folder()
        let port = try await closedPort()
        let program = try Program(
            ["simulate", "wallboxes", "--url", "ws://127.0.0.1:\(port)/ocpp", "--speed", "100"],
            log: folder.url.appending(path: "log"))
        let line = await program.lines.first { $0.contains("disconnected") }
        #expect(line?.hasSuffix("SIM: disconnected, the server cannot be reached: connection refused") == true)
        program.signal(SIGINT)
        #expect(await program.ended() == 0)
    }

    @Test(arguments: ["ocpp1.6", "ocpp2.0.1"])
    func `a wallbox of its own finds the gateway`(dialect: String) async throws {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        let program = try Program(
            [
                "simulate", "wallboxes", "--url", "ws://127.0.0.1:\(site.gateway.ports.stations)/ocpp", "--id", "GUEST",
                "--dialect", dialect,
            ],
            log: site.setup.folder.url.appending(path: "wallbox.log"))
        let line = await program.lines.first { $0.contains("booted") }
        #expect(line?.hasSuffix("GUEST: booted") == true)
        let station = try #require(try await site.status().stations.first)
        #expect(station.id == "GUEST" && station.dialect == dialect)
        program.signal(SIGTERM)
        #expect(await program.ended() == 0)
    }

    @Test(arguments: ["cloud", "csms"])
    func `a cloud whose port is taken says what to do`(cloud: String) async throws {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        let port = site.gateway.ports.stations
        let answer = try await Program.run(["simulate", cloud, "--port", "\(port)"])
        #expect(answer.status == 1)
        #expect(answer.error.hasPrefix("Nothing can listen at 127.0.0.1:\(port)."), "\(answer)")
        #expect(answer.error.contains("--port 0"))
    }

    @Test(arguments: [("1.6", "ocpp1.6"), ("2.0.1", "ocpp2.0.1")])
    func `a back office tells what it hears and shows its books at the end`(
        version: String, dialect: String
    ) async throws {
        let folder = try Folder()
        let office = try Program(
            ["simulate", "csms", "--port", "0", "--version", version], log: folder.url.appending(path: "office.log"))
        let hello = try #require(await office.lines.first { $0.contains("ws://") })
        let port = try #require(hello.split(separator: ":").dropFirst(2).first?.prefix { $0.isNumber })
        let wallbox = try Program(
            ["simulate", "wallboxes", "--url", "ws://127.0.0.1:\(port)", "--id", "GUEST", "--dialect", dialect],
            log: folder.url.appending(path: "wallbox.log"))
        #expect(await office.lines.first { $0.hasPrefix("GUEST: BootNotification {") } != nil)
        office.signal(SIGINT)
        #expect(await office.lines.first { $0.contains(" boots, ") } == "GUEST: 0 transactions, 1 boots, 0 heartbeats")
        #expect(await office.ended() == 0)
        wallbox.signal(SIGINT)
        #expect(await wallbox.ended() == 0)
    }

    /// A gateway had it a moment ago.
    private func closedPort() async throws -> Int {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        _ = await site.gateway.stop()
        return site.gateway.ports.stations
    }
}
