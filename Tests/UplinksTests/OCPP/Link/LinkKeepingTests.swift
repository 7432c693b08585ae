import Charging
import FoundationEssentials
import Logging
import OCPP
import Simulator
import Testing
import Trust
import WebSocket

@testable import Uplinks

/// What a CSMS sets of its own connection, over the connection, through the door of a station it only watches.
@Suite(.timeLimit(.minutes(1))) struct LinkKeepingTests {
    private typealias Setup = LinkSite.Setup

    private static let now = Int64(Date().timeIntervalSince1970)
    private static let (former, next) = ("0123456789abcdef", "fedcba9876543210fedc")

    /// A link that keeps what it is told in its folder, with a door of the version that is spoken.
    private func setup(
        _ dialect: Dialect = .ocpp16, _ configure: @escaping @Sendable (inout LinkConfiguration, URL) throws -> Void
    ) throws -> Setup {
        var setup = Setup(dialects: [dialect])
        setup.startedAt = Timestamp(seconds: Self.now)
        setup.configure = { configuration, folder in
            try configure(&configuration, folder)
            configuration.keep(in: folder.path)
        }
        let station = DoorStation(try DoorTrial.site(speaks: dialect))
        setup.wholeDoor = { configuration, link in
            let wallClock = ManualWallClock(Timestamp(seconds: Self.now))
            let keeper = Doorkeeper(
                origin: "cloud", station: "CP1", controls: false, control: station, transactions: DoorMap(names: [:]),
                link: link,
                settings: LegSettings(
                    configuration, organisation: "cloud", link: link,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
                certificates: LinkCertificates(
                    configuration, link: link, clock: ContinuousClock(), wallClock: wallClock),
                wallClock: wallClock, clock: ContinuousClock())
            return dialect == .ocpp16 ? StationDoor16(keeper) : StationDoor201(keeper)
        }
        return setup
    }

    private static func write(_ text: String, _ folder: URL, _ name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private static func text(_ folder: URL, _ name: String) -> String? {
        FileManager.default.contents(atPath: folder.path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func basic(_ password: String) -> String {
        "Basic \(Data("CP1:\(password)".utf8).base64EncodedString())"
    }

    // Password

    private func withPassword(_ dialect: Dialect = .ocpp16, form: CSMSCredentials.PasswordForm = .text) throws -> Setup
    {
        try setup(dialect) { configuration, folder in
            try Self.write(Self.former + "\n", folder, "secret")
            configuration.credentials = .password(.file(path: folder.path + "/secret"), form: form)
        }
    }

    private func change(_ site: LinkSite, to value: String) async throws -> String {
        try await site.csms.send(#"[2,"k","ChangeConfiguration",{"key":"AuthorizationKey","value":"\#(value)"}]"#)
        return await site.csms.next()
    }

    @Test func `a password that the CSMS sets is used from the next connection on, and after a restart`() async throws {
        try await LinkSite.with(try withPassword()) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            #expect(try await change(site, to: Self.next) == #"answer [3,"k",{"status":"Accepted"}]"#)
            #expect(await site.csms.next() == "closed")
            await site.nextAttempt()
            #expect(await site.csms.next() == "open ocpp1.6")
            _ = await site.state { $0.online?.number == 2 }
            #expect(site.csms.handshakes.map(\.authorization) == [Self.basic(Self.former), Self.basic(Self.next)])
            #expect(Self.text(site.folder, "secret") == Self.former + "\n")
            #expect(Self.text(site.folder, "password") == Self.next + "\n")
            #expect(!FileManager.default.fileExists(atPath: site.folder.path + "/password-new"))
            let mode = try FileManager.default.attributesOfItem(atPath: site.folder.path + "/password")
            #expect(mode[.posixPermissions] as? Int == 0o600)
            #expect(!site.everythingShown.contains(Self.next))
            let anew = LinkPassword(directory: site.folder.path, form: .text)
            #expect(
                try anew.credentials(site.link.configuration.credentials).credentials.header(identity: "CP1")?.1
                    == Self.basic(Self.next))
        }
    }

    @Test func `in 2.0.1 it is a variable, and read by nobody`() async throws {
        try await LinkSite.with(try withPassword(.ocpp201)) { site in
            #expect(await site.csms.next(4).first == "open ocpp2.0.1")
            let variable = #""component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}"#
            try await site.csms.send(
                #"[2,"k","SetVariables",{"setVariableData":[{"attributeValue":"\#(Self.next)",\#(variable)}]}]"#)
            #expect(await site.csms.next().contains(#""attributeStatus":"Accepted""#))
            #expect(await site.csms.next() == "closed")
            await site.nextAttempt()
            #expect(await site.csms.next() == "open ocpp2.0.1")
            #expect(site.csms.handshakes.last?.authorization == Self.basic(Self.next))
            _ = await site.state { $0.online?.number == 2 }
        }
    }

    @Test func `a password that the CSMS refuses then is given up for the one before`() async throws {
        try await LinkSite.with(try withPassword()) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            let answer = try await change(site, to: Self.next)
            #expect(answer.contains("Accepted"))
            #expect(await site.csms.next() == "closed")
            site.csms.refuse(401, 401, 401)
            for _ in 0..<LinkPassword.patience {
                await site.nextAttempt()
                #expect(await site.csms.next() == "refused 401")
            }
            await site.nextAttempt()
            #expect(await site.csms.next() == "open ocpp1.6")
            _ = await site.state { $0.online?.number == 2 }
            let turns = [Self.former, Self.next, Self.next, Self.next, Self.former].map { Self.basic($0) }
            #expect(site.csms.handshakes.map(\.authorization) == turns)
            #expect(site.logs.lines.contains { $0.contains("refuses the password it set") })
            #expect(Self.text(site.folder, "password-new") == nil)
        }
    }

    @Test func `what opens is found, whichever of the passwords it is`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configured = CSMSCredentials.password(.file(path: "/nowhere"), form: .text)
        let password = LinkPassword(directory: folder.path, form: .text)
        #expect(password.credentials(configured).source == .configured)
        #expect(try password.take(Self.former) == nil)
        #expect(!password.noteOpened(.fresh))
        #expect(try password.take(Self.next) == nil)
        var turns: [LinkPassword.Source] = []
        for _ in 0..<7 {
            turns.append(password.credentials(configured).source)
            password.noteRefused()
        }
        #expect(turns == [.fresh, .fresh, .fresh, .current, .configured, .fresh, .current])
        #expect(password.noteOpened(.configured))
        #expect(password.credentials(configured) == (configured, .configured))
    }

    @Test(arguments: [
        (CSMSCredentials.PasswordForm.hex, "00010203040506070809101112131415", true),
        (.hex, "no hexadecimal digits", false), (.hex, "0001020304050607", false),
        (.text, "no hexadecimal digits", true),
        (.text, "too short", false),
    ])
    func `a key has the form that the CSMS uses`(
        _ form: CSMSCredentials.PasswordForm, _ value: String, _ isTaken: Bool
    ) async throws {
        var setup = try withPassword(form: form)
        let configure = setup.configure
        setup.configure = { configuration, folder in
            try configure(&configuration, folder)
            try Self.write("00000000000000000000000000000000\n", folder, "secret")
        }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            let answer = try await change(site, to: value)
            #expect(answer.contains(isTaken ? "Accepted" : "Rejected"))
            #expect((Self.text(site.folder, "password-new") != nil) == isTaken)
        }
    }

    @Test func `where there is no password none can be set`() async throws {
        try await LinkSite.with(try setup { _, _ in }) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            let answer = try await change(site, to: Self.next)
            #expect(answer.contains("Rejected"))
        }
    }

    // How often

    @Test func `a heartbeat interval counts at once, and after a restart`() async throws {
        var setup = try setup { _, _ in }
        setup.script = { $0.boot("Accepted", interval: 86_400) }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            _ = await site.state { $0.online != nil }
            try await site.csms.send(#"[2,"h","ChangeConfiguration",{"key":"HeartbeatInterval","value":"60"}]"#)
            #expect(await site.csms.next() == #"answer [3,"h",{"status":"Accepted"}]"#)
            // Less than a day in any case, after which one would have come anyway.
            for _ in 0..<1000 where site.csms.unread.isEmpty {
                site.advance(by: .seconds(60))
                await Task.yield()
            }
            #expect(await site.csms.next() == "Heartbeat")
            #expect(LinkSettings(directory: site.folder.path).heartbeat == .seconds(60))
        }
    }

    @Test func `a ping interval counts from a new connection on`() async throws {
        try await LinkSite.with(try setup { _, _ in }) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            for value in ["45", "45"] {
                try await site.csms.send(
                    #"[2,"p","ChangeConfiguration",{"key":"WebSocketPingInterval","value":"\#(value)"}]"#)
                #expect(await site.csms.next() == #"answer [3,"p",{"status":"Accepted"}]"#)
                guard value == "45", site.csms.handshakes.count == 1 else { continue }
                #expect(await site.csms.next() == "closed")
                await site.nextAttempt()
                #expect(await site.csms.next(4) == ["open ocpp1.6"] + CSMSLinkTests.greeting16[2...])
            }
            try await site.csms.send(#"[2,"g","GetConfiguration",{"key":["WebSocketPingInterval"]}]"#)
            #expect(await site.csms.next().contains(#""value":"45""#))
            #expect(LinkSettings(directory: site.folder.path).ping == .seconds(45))
            #expect(site.csms.handshakes.count == 2)
        }
    }

    // Roots

    private func withTLS(
        _ authority: SiteCA, configured: [SiteCA], installed: [SiteCA] = []
    ) throws -> Setup {
        let identity = try authority.issueServer([#require(ServerName("127.0.0.1"))], at: Self.now)
        let (roots, more) = (configured.map(\.certificate.pem), installed.map(\.certificate.pem))
        var setup = try setup { configuration, folder in
            try Self.write(roots.joined(), folder, "ca.pem")
            configuration.tls.roots = folder.path + "/ca.pem"
            let kept = LinkRoots(directory: folder.path, configured: nil)
            for root in more { try kept.install(root, at: Self.now) }
        }
        setup.tls = try TLSMaterial(
            .init(certificateChain: .text(identity.chainPEM), privateKey: .text(identity.privateKeyPEM)))
        return setup
    }

    private static func authorities() throws -> (SiteCA, SiteCA) {
        (try SiteCA.create(site: "Former", at: now), try SiteCA.create(site: "Next", at: now))
    }

    private func install(_ site: LinkSite, _ pem: String) async throws -> String {
        let text = pem.replacing("\n", with: "\\n")
        try await site.csms.send(
            #"[2,"i","InstallCertificate",{"certificateType":"CentralSystemRootCertificate","certificate":"\#(text)"}]"#
        )
        return await site.csms.next()
    }

    private func delete(_ site: LinkSite, _ root: Certificate) async throws -> String {
        let name = try #require(CertificateName(root, algorithm: "SHA384"))
        try await site.csms.send(
            """
            [2,"d","DeleteCertificate",{"certificateHashData":{"hashAlgorithm":"SHA384",\
            "issuerNameHash":"\(name.issuerName.uppercased())","issuerKeyHash":"\(name.issuerKey)",\
            "serialNumber":"00\(name.serialNumber)"}}]
            """)
        return await site.csms.next()
    }

    private func list(_ site: LinkSite) async throws -> String {
        try await site.csms.send(
            #"[2,"l","GetInstalledCertificateIds",{"certificateType":"CentralSystemRootCertificate"}]"#)
        return await site.csms.next()
    }

    @Test func `a root that the CSMS installs counts beside the site's, and goes again`() async throws {
        let (former, next) = try Self.authorities()
        let identity = try former.issueServer([#require(ServerName("127.0.0.1"))], at: Self.now)
        try await LinkSite.with(try withTLS(former, configured: [former])) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            let answer = try await install(site, "no certificate")
            #expect(answer.contains("Rejected"))
            let chain = try await install(site, identity.chainPEM)
            #expect(chain.contains("Rejected"))
            #expect(try await install(site, next.certificate.pem) == #"answer [3,"i",{"status":"Accepted"}]"#)
            let listed = try await list(site)
            for root in [former, next] { #expect(listed.contains(root.certificate.serialNumber.hex)) }
            #expect(Self.text(site.folder, "ca.pem") == former.certificate.pem)
            site.csms.cut()
            #expect(await site.csms.next() == "closed")
            await site.nextAttempt()
            #expect(await site.csms.next(4) == ["open ocpp1.6"] + CSMSLinkTests.greeting16[2...])
            #expect(try await delete(site, former.certificate) == #"answer [3,"d",{"status":"Failed"}]"#)
            // What is not of this connection is of the station, which is only watched.
            let other = try await delete(site, try Certificate.chain(pem: identity.chainPEM)[0])
            #expect(other.contains("SecurityError"))
            // It knocks without a name to see whether the CSMS is still trusted.
            site.csms.refuse(404)
            #expect(try await delete(site, next.certificate) == "refused 404")
            #expect(site.csms.handshakes.last?.path == "/")
            #expect(await site.csms.next() == #"answer [3,"d",{"status":"Accepted"}]"#)
            let rest = try await list(site)
            #expect(!rest.contains(next.certificate.serialNumber.hex))
            #expect(Self.text(site.folder, "roots.pem") == nil)
        }
    }

    @Test func `a CSMS with another root is trusted by the one it installed before, which then stays`() async throws {
        let (former, next) = try Self.authorities()
        try await LinkSite.with(try withTLS(next, configured: [former], installed: [next])) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            let answer = try await delete(site, next.certificate)
            #expect(answer == #"answer [3,"d",{"status":"Failed"}]"#)
            #expect(Self.text(site.folder, "roots.pem") == next.certificate.pem)
        }
    }

    @Test func `without TLS no root is taken`() async throws {
        let (former, _) = try Self.authorities()
        try await LinkSite.with(try setup { _, _ in }) { site in
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            let answer = try await install(site, former.certificate.pem)
            #expect(answer.contains("Rejected"))
            let listed = try await list(site)
            #expect(listed.contains("NotFound"))
        }
    }
}
