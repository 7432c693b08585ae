import Charging
import Foundation
import FoundationNetworking
import Simulator
import Testing

/// Keys and passwords are in no log, at no level, and in no answer.
@Suite(.timeLimit(.minutes(1))) struct SecrecyTests {
    private static let password = "correct-horse-battery"
    private static let newPassword = "6e65772d70617373776f7264"

    @Test func `no key and no password is logged or shown`() async throws {
        try await TestCloud.run { cloud in
            let folder = try Folder()
            var setup = TestSite.Setup(folder)
            setup.more = """
                [[station]]
                id = "CP1"
                security_profile = 1
                password_file = "\(try folder.write("CP1.password", Self.password))"

                """
            try setup.add(cloudAt: cloud.port, key: TestCloud.key)
            let site = try await TestSite(setup)
            let guess = "a-wrong-password-guessed"
            let (wallbox, intruder) = (
                site.wallbox("CP1", password: Self.password, plan: TestSite.shortVisit),
                site.wallbox("CP1", password: guess)
            )
            var shown = ""
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await wallbox.run() }
                group.addTask { try await intruder.run() }
                await intruder.happens { if case .disconnected(let why) = $0 { why.contains("401") } else { false } }
                for await event in cloud.service.events where event == .received(accepted: 1, duplicates: 0) { break }
                // The cloud takes the key back, so that there is something to complain about.
                cloud.service.edit { $0.keys = [] }
                let change = try await site.ask(
                    "send", "CP1", "set-configuration", "--key", "AuthorizationKey", "--value", Self.newPassword)
                #expect(change.status == 0, "\(change)")
                shown += change.output
                for question in [["status"], ["sessions"], ["uplinks"], ["uplinks", "parked", "chargereport"]] {
                    for form in [[], ["--json"]] {
                        let answer = try await Program.run(question + form + ["--socket", setup.socket])
                        shown += answer.output + answer.error
                    }
                }
                for path in ["", "api/v1/status", "api/v1/sessions"] {
                    let page = try #require(
                        URL(string: "http://127.0.0.1:\(site.gateway.ports.console ?? 0)/\(path)"))
                    shown += String(decoding: try await URLSession.shared.data(from: page).0, as: UTF8.self)
                }
                group.cancelAll()
            }
            #expect(await site.gateway.stop() == 0)
            let log = site.log
            #expect(log.contains("Station connected."))
            #expect(shown.contains("\"CP1\""))
            let journal = try await folder.entries().map { "\($0.fact)" }.joined(separator: "\n")
            #expect(journal.contains("AuthorizationKey"))
            let basic = [Self.password, guess].map { Data("CP1:\($0)".utf8).base64EncodedString() }
            for secret in [TestCloud.key, Self.password, Self.newPassword, guess] + basic {
                #expect(!log.contains(secret))
                #expect(!shown.contains(secret))
                #expect(!journal.contains(secret))
            }
        }
    }
}
