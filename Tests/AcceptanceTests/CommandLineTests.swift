import Charging
import Foundation
import Gateway
import Simulator
import Testing

/// The subcommands that talk to a daemon, as a person and as a program use them.
@Suite(.timeLimit(.minutes(1))) struct CommandLineTests {
    @Test(arguments: [["status"], ["sessions"], ["uplinks"], ["claim", "CP1"], ["send", "CP1", "clear-cache"]])
    func `without a daemon every command says so and what to look at`(command: [String]) async throws {
        let folder = try Folder()
        let answer = try await Program.run(command + ["--socket", "\(folder.path)/none.sock"])
        #expect(answer.status == 2)
        #expect(answer.output == "")
        #expect(answer.error.contains("The daemon does not answer at \(folder.path)/none.sock."))
        #expect(answer.error.contains("systemctl status ohmstead"))
        #expect(answer.error.contains("--socket"))
    }

    @Test func `a quiet site has little to tell`() async throws {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        let status = try await site.ask("status")
        #expect(status.status == 0)
        #expect(status.output.hasPrefix("Depot: all is well\n"))
        #expect(status.output.contains("Stations  127.0.0.1:\(site.gateway.ports.stations)"))
        #expect(try await site.ask("sessions").output == "There is no session yet.\n")
        #expect(try await site.ask("uplinks").output == "No cloud is configured.\n")
        let report = try await site.status()
        #expect(report.name == "Depot")
        #expect(report.health == [])
        #expect(report.listeners.console == "127.0.0.1:\(site.gateway.ports.console ?? 0)")
        #expect(try await site.sessions() == [])
    }

    @Test func `a stranger waits in the status until he is claimed`() async throws {
        var setup = TestSite.Setup(try Folder())
        setup.unknown = "wait"
        let site = try await TestSite(setup)
        let wallbox = site.wallbox("CP9")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            let waiting = try await site.ask("status") { $0.output.contains("CP9") }
            #expect(waiting.output.contains("WAITS TO BE LET IN"))
            #expect(waiting.output.contains("ohmstead claim CP9"))
            #expect(try await site.status().unclaimed.map(\.id) == ["CP9"])

            let unknown = try await site.ask("claim", "CP8")
            #expect(unknown.status == 1)
            #expect(unknown.error.contains("No station CP8 is known here."))
            let claim = try await site.ask("claim", "CP9")
            #expect(claim.status == 0)
            #expect(claim.output.hasPrefix("Station CP9 belongs to this site now.\n"))
            #expect(claim.output.contains(/Password   [0-9a-f]{40}\n/))
            #expect(claim.output.contains("Enter it in the wallbox"))
            await wallbox.happens { $0 == .booted }
            #expect(try await site.status().unclaimed == [])
            #expect(try await site.ask("status").output.contains("WAITS") == false)
            group.cancelAll()
        }
    }

    @Test func `a new password is set in the wallbox, and the box asks for it from then on`() async throws {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        let wallbox = site.wallbox("CP1")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            await wallbox.happens { $0 == .booted }
            let answer = try await site.ask("password", "CP1")
            #expect(answer.status == 0, "\(answer)")
            #expect(answer.output.contains(/Password   [0-9a-f]{40}\n/))
            let security = try await site.ask("security") { $0.output.contains(/1 password +1 password +set/) }
            #expect(security.output.contains("CP1"))
            let ca = try await site.ask("certificates", "show-ca")
            #expect(ca.output.hasPrefix("-----BEGIN CERTIFICATE-----"))
            let refused = try await site.ask("security", "raise", "CP1", "--profile", "2")
            #expect(refused.status == 1)
            #expect(refused.error.contains("No listener speaks TLS."))
            group.cancelAll()
        }
    }

    @Test func `a command is carried out, and its session is shown while it runs and afterwards`() async throws {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        let wallbox = site.wallbox("CP1")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            _ = try await site.ask("status") { $0.output.contains("Free") }
            let start = try await site.ask("send", "CP1", "remote-start", "--tag", "TAG1")
            #expect(start.status == 0)
            #expect(start.output == "Station CP1 answers: Accepted.\n")

            let running = try await site.ask("sessions") { $0.output.contains("TAG1") }
            #expect(running.output.contains("NUMBER"))
            #expect(running.output.contains("Charging"))
            let status = try await site.ask("status") { $0.output.contains("TAG1") }
            #expect(status.output.contains("Ohmstead Simulated"))
            let session = try #require(try await site.sessions().first)
            #expect(session.isRunning)
            #expect(session.tag == "TAG1")

            let stop = try await site.ask(
                "send", "CP1", "remote-stop", "--transaction", "\(session.transaction)", "--json")
            #expect(stop.status == 0)
            #expect(try JSONDecoder().decode(CommandResult.self, from: stop).status == "Accepted")
            let over = try await site.ask("sessions", "--station", "CP1") { !$0.output.contains("Charging") }
            #expect(over.output.contains("TAG1"))
            #expect(try await site.sessions().map(\.stopReason) == ["Remote"])
            #expect(try await site.ask("sessions", "--station", "CP2").output == "There is no session yet.\n")
            group.cancelAll()
        }
    }

    @Test func `what a station refuses or does not hear is told with the exit status`() async throws {
        let site = try await TestSite(TestSite.Setup(try Folder()))
        let wallbox = site.wallbox("CP1")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            await wallbox.happens { $0 == .booted }
            let settings = try await site.ask("send", "CP1", "get-configuration", "--keys", "HeartbeatInterval")
            #expect(settings.status == 0)
            #expect(settings.output.contains("HeartbeatInterval  300"), "\(settings)")
            let refused = try await site.ask("send", "CP1", "remote-stop", "--transaction", "7")
            #expect(refused.status == 1)
            #expect(refused.output == "Station CP1 answers: Rejected.\n")
            let absent = try await site.ask("send", "CP7", "reset")
            #expect(absent.status == 1)
            #expect(absent.error.hasPrefix("Station CP7 is not connected.\n"), "\(absent)")
            let incomplete = try await site.ask("send", "CP1", "remote-start")
            #expect(incomplete.status == 2)
            #expect(incomplete.error.contains("remote-start lacks tag"))
            group.cancelAll()
        }
    }

    @Test func `what a cloud refuses is parked, shown with its reason, and sent again on request`() async throws {
        try await TestCloud.run { cloud in
            let refusal = #"{"error":{"code":"VALIDATION_ERROR","message":"no such vehicle"}}"#
            cloud.service.inject(.answer(status: 400, body: refusal))
            var setup = TestSite.Setup(try Folder())
            try setup.add(cloudAt: cloud.port, key: TestCloud.key)
            let site = try await TestSite(setup)
            let wallbox = site.wallbox("CP1", plan: TestSite.shortVisit)
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await wallbox.run() }
                let uplinks = try await site.ask("uplinks", "--json") {
                    let uplinks: [StatusReport.Uplink] = try JSONDecoder().decode(from: $0)
                    return uplinks.first?.parked == 1
                }
                #expect(uplinks.status == 0)
                #expect(try await site.ask("uplinks").output.contains("chargereport"))
                let parked: [ParkedReport] = try JSONDecoder().decode(
                    from: try await site.ask("uplinks", "parked", "chargereport", "--json"))
                let record = try #require(parked.first)
                #expect(record.session?.station == "CP1")
                let table = try await site.ask("uplinks", "parked", "chargereport")
                #expect(table.output.contains("REASON"))
                #expect(table.output.contains("\(record.seq)"))

                let retry = try await site.ask("uplinks", "retry", "chargereport", "\(record.seq)")
                #expect(retry.status == 0, "\(retry)")
                for await event in cloud.service.events where event == .received(accepted: 1, duplicates: 0) { break }
                let nothing = try await site.ask("uplinks", "parked", "chargereport") { $0.output.contains("Nothing") }
                #expect(nothing.output == "Nothing is parked at chargereport.\n")
                let again = try await site.ask("uplinks", "skip", "chargereport", "\(record.seq)")
                #expect(again.status == 1)
                #expect(again.error.contains("not parked"))
                group.cancelAll()
            }
        }
    }
}
