import Charging
import FoundationEssentials
import Simulator
import Testing
import WebSocket

@testable import Uplinks

/// A CSMS that does not let the station in, and what a technician reads about it.
@Suite(.timeLimit(.minutes(1))) struct LinkRefusalTests {
    private typealias Setup = LinkSite.Setup

    private func withPassword(_ script: @escaping @Sendable (ScriptedCSMS) -> Void) -> Setup {
        var setup = Setup()
        setup.script = script
        setup.configure = { configuration, folder in
            let file = folder.appending(path: "password")
            try Data("first\n".utf8).write(to: file)
            configuration.credentials = .password(.file(path: file.path), form: .text)
        }
        return setup
    }

    @Test func `a refused password is named, and a new one is used without a restart`() async throws {
        try await LinkSite.with(withPassword { $0.refuse(401) }) { site in
            let obstacle = try #require(await site.obstacle("password"))
            #expect(obstacle.needsPerson)
            #expect(obstacle.trouble.summary.contains("refuses the password of the station CP1"))
            try Data("second\n".utf8).write(to: site.folder.appending(path: "password"))
            await site.nextAttempt()
            #expect(await site.csms.next(2) == ["refused 401", "open ocpp1.6"])
            await site.link.waitUntilOnline()
            #expect(site.csms.handshakes.map(\.authorization) == ["Basic Q1AxOmZpcnN0", "Basic Q1AxOnNlY29uZA=="])
        }
    }

    @Test func `a missing password file is named before anything is sent`() async throws {
        var setup = Setup()
        setup.configure = { configuration, folder in
            configuration.credentials = .password(.file(path: folder.path + "/none"), form: .hex)
        }
        try await LinkSite.with(setup) { site in
            let obstacle = try #require(await site.obstacle("secret"))
            #expect(obstacle.needsPerson)
            #expect(obstacle.trouble.summary.contains("/none does not exist"))
            #expect(site.csms.handshakes.isEmpty)
        }
    }

    @Test(arguments: [
        (401, "password", "none is configured", true), (403, "forbidden", "does not let the station CP1 in", true),
        (404, "unknown", "/ocpp/CP1 does not know the station CP1", true), (302, "url", "it answers 302", true),
        (400, "refused", "it answers 400", true), (503, "busy", "it answers 503", false),
        (429, "busy", "it answers 429", false),
    ])
    func `every refusal has its words`(_ status: Int, _ code: String, _ words: String, _ needsPerson: Bool)
        async throws
    {
        var setup = Setup()
        setup.script = { $0.refuse(status) }
        try await LinkSite.with(setup) { site in
            let obstacle = try #require(await site.obstacle(code))
            #expect(obstacle.needsPerson == needsPerson)
            #expect(obstacle.trouble.summary.contains(words))
            #expect(!obstacle.trouble.remedy.isEmpty)
        }
    }

    @Test func `a CSMS that is not there is tried again, ever more rarely`() async throws {
        var setup = Setup()
        setup.jitter = Jitter { 1 }
        setup.configure = { configuration, _ in
            configuration.address = try CSMSAddress("ws://127.0.0.1:1/ocpp")
            configuration.longestBackOff = .seconds(15)
        }
        try await LinkSite.with(setup) { site in
            await site.clock.sleepers(1)
            site.advance(by: LinkBackOff.first)
            for seconds in [5, 10, 15, 15] {
                let until = site.wallClock.now.at + .seconds(seconds)
                let obstacle = await site.state { $0.obstacle?.until == until }.obstacle
                #expect(obstacle?.trouble.code == "unreachable")
                #expect(obstacle?.trouble.summary.contains("connection refused") == true)
                #expect(obstacle?.needsPerson == false)
                await site.nextAttempt(after: .seconds(seconds))
            }
            #expect(site.logs.lines.filter { $0.hasPrefix("warning") }.count == 1)
        }
    }

    @Test func `a CSMS that has not noticed the loss is given its time`() async throws {
        var setup = withPassword { _ in }
        setup.preset.toleratesUnauthorized = .seconds(60)
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            await site.link.waitUntilOnline()
            site.csms.refuse(401, 401)
            site.csms.cut()
            #expect(await site.csms.next() == "closed")
            await site.nextAttempt()
            #expect(await site.csms.next() == "refused 401")
            let early = try #require(await site.obstacle("unnoticed"))
            #expect(!early.needsPerson)
            site.wallClock.advance(by: .seconds(60))
            await site.clock.sleepers(1)
            site.clock.advance(by: .seconds(1))
            #expect(await site.csms.next() == "refused 401")
            #expect(try #require(await site.obstacle("password")).needsPerson)
        }
    }

    @Test(arguments: [false, true])
    func `what is secret in a URL is shown nowhere`(_ isToken: Bool) async throws {
        var setup = Setup()
        setup.path = isToken ? "/ocpp/{token}/{station}" : "/ocpp/s3cret?key=s3cret"
        setup.hidesPath = !isToken
        setup.token = isToken ? "s3cret" : nil
        setup.script = { $0.refuse(401, 404, 302, 500) }
        try await LinkSite.with(setup) { site in
            for code in ["password", "unknown", "url", "busy"] {
                #expect(await site.obstacle(code) != nil)
                #expect(!site.everythingShown.contains("s3cret"))
                await site.nextAttempt()
            }
            await site.link.waitUntilOnline()
            #expect(site.csms.handshakes.last?.path == (isToken ? "/ocpp/s3cret/CP1" : "/ocpp/s3cret"))
            site.csms.cut()
            #expect(await site.obstacle("lost") != nil)
            #expect(!site.everythingShown.contains("s3cret"))
            #expect(site.logs.lines.count > 5)
        }
    }
}
