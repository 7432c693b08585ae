import Charging
import Foundation
import Gateway
import Simulator
import Testing

/// What people settle with the command line tool, against a running daemon.
@Suite(.timeLimit(.minutes(1))) struct DeskTests {
    private static func site() async throws -> TestSite {
        var setup = TestSite.Setup(try Folder())
        setup.more = """
            [[station]]
            id = "CP1"
            [authorization]
            accept = "listed"
            tags = ["FILE"]

            """
        return try await TestSite(setup)
    }

    @Test func `tags are listed, imported, shown and taken off the list`() async throws {
        let site = try await Self.site()
        #expect(try await site.ask("tags").output.contains("the configuration"))
        let added = try await site.ask("tags", "add", "04b0267ae05c80", "--note", "Anna", "--group", "family")
        #expect(added.output == "Listed. The list has version 1 now.\n", "\(added)")
        let file = try site.setup.folder.write("tags.csv", "tag,status,note\nAAAA,,Bert\nBBBB,blocked,lost\n")
        let imported = try await site.ask("tags", "import", file)
        #expect(imported.output == "Listed 2 tags. The list has version 3 now.\n", "\(imported)")

        let short = try await site.ask("tags").output
        #expect(short.contains("Anna") && !short.contains("04B0267AE05C80"))
        let full = try await site.ask("tags", "list", "--full").output
        #expect(full.contains("04B0267AE05C80") && full.contains("no, blocked"))

        #expect(try await site.ask("tags", "remove", "aaaa").status == 0)
        let configured = try await site.ask("tags", "remove", "FILE")
        #expect(configured.status == 1)
        #expect(configured.error.contains("configuration file"))
        let list: TagList = try JSONDecoder().decode(from: try await site.ask("tags", "--json"))
        #expect(list.version == 4)
        #expect(list.records.map(\.tag.text) == ["04B0267AE05C80", "BBBB"])
        #expect(try await site.ask("tags", "push").output == "No station is connected.\n")

        let wrong = try site.setup.folder.write("wrong.csv", "AAAA\nBBBB,nice\n")
        let refused = try await site.ask("tags", "import", wrong)
        #expect(refused.status == 2)
        #expect(refused.error.contains("Line 2:") && refused.error.contains("Nothing was changed."))
    }

    @Test func `only listed tags charge, from the moment they are listed`() async throws {
        let site = try await Self.site()
        let wallbox = site.wallbox("CP1")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            _ = try await site.ask("status") { $0.output.contains("Free") }
            _ = try await site.ask("tags", "add", "LATER")
            let start = try await site.ask("send", "CP1", "remote-start", "--tag", "LATER", "--evse", "1")
            #expect(start.status == 0, "\(start)")
            _ = try await site.ask("status") { $0.output.contains("LATER") }
            let session = try #require(try await site.sessions().first)
            #expect(!session.flags.contains(.unauthorized))
            group.cancelAll()
        }
    }

    @Test func `a kept place is shown, kept from a remote start, and given up`() async throws {
        let site = try await Self.site()
        let wallbox = site.wallbox("CP1")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await wallbox.run() }
            _ = try await site.ask("status") { $0.output.contains("Free") }
            let made = try await site.ask(
                "reservations", "add", "CP1", "--tag", "FILE", "--evse", "1", "--for", "30m", "--json")
            let reservation: Reservation = try JSONDecoder().decode(from: made)
            #expect(reservation.driver.tag.text == "FILE")
            #expect(try await site.ask("reservations").output.contains("CP1"))
            #expect(try await site.ask("status").output.contains("Reserved until"))

            let other = try await site.ask("send", "CP1", "remote-start", "--tag", "OTHER", "--evse", "1")
            #expect(other.status == 1)
            #expect(other.output.contains("kept for another driver"), "\(other)")
            let again = try await site.ask("reservations", "add", "CP1", "--tag", "X", "--evse", "1", "--for", "1h")
            #expect(again.status == 1)
            #expect(again.error == "That place is reserved already.\n")

            let cancel = try await site.ask("reservations", "cancel", "\(reservation.id)")
            #expect(cancel.output == "Reservation \(reservation.id) is cancelled.\n", "\(cancel)")
            #expect(try await site.ask("reservations").output == "Nothing is reserved.\n")
            group.cancelAll()
        }
    }

    @Test(arguments: [
        (["limit", "--amperes", "10"], "lacks safe"),
        (["set-charging-profile", "--amperes", "8", "--from", "2026-12-01T17:00:00"], "--from"),
        (["set-charging-profile", "--profile", "/nowhere"], "/nowhere cannot be read"),
        (["call", "--action", "GetVariables", "--payload", "[]"], "no object in JSON"),
        (["get-log"], "lacks location"), (["delete-certificate", "--name", "SHA256:zz"], "--name"),
    ])
    func `what a command lacks is told without asking anybody`(command: [String], words: String) async throws {
        let answer = try await Program.run(["send", "CP1"] + command)
        #expect(answer.status == 2)
        #expect(answer.error.contains(words), "\(answer)")
    }

    @Test func `a station that has told nothing of its make is told how to be asked`() async throws {
        let site = try await Self.site()
        #expect(try await site.ask("variables", "CP1", "Nothing").output.contains("get-report"))
        #expect(try await site.ask("variables", "CP9").status == 1)
        let corrections = try await site.ask("sessions", "--corrections")
        #expect(corrections.output == "No station has told anything of a session too late.\n")
    }
}
