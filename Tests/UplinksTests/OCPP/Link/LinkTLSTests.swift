import Charging
import FoundationEssentials
import OCPP
import Simulator
import Testing
import Trust
import WebSocket

@testable import Uplinks

/// Security profiles 2 and 3.
@Suite(.timeLimit(.minutes(1))) struct LinkTLSTests {
    private typealias Setup = LinkSite.Setup

    private static let now = Int64(Date().timeIntervalSince1970)
    private let authority: SiteCA

    init() throws { authority = try SiteCA.create(site: "Cloud", at: Self.now) }

    private func server(
        for names: String = "127.0.0.1", clients: TLSMaterial.ClientVerification = .none
    ) throws -> TLSMaterial {
        let identity = try authority.issueServer([#require(ServerName(names))], at: Self.now)
        return try TLSMaterial(
            .init(
                certificateChain: .text(identity.chainPEM), privateKey: .text(identity.privateKeyPEM),
                clientRoots: clients == .none ? nil : .text(authority.certificate.pem), clientVerification: clients))
    }

    private func sign(_ request: String, days: Int = 365) throws -> String {
        try authority.sign(.inspect(request), days: days, serial: .random(), at: Self.now).chainPEM
    }

    private static func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test func `a CSMS is trusted by the bundle as it is at the moment`() async throws {
        let (trusted, other) = (authority.certificate.pem, try SiteCA.create(site: "Other", at: Self.now))
        var setup = Setup(tls: try server())
        setup.configure = { configuration, folder in
            configuration.tls.roots = folder.path + "/roots.pem"
            try Self.write(other.certificate.pem, folder.path + "/roots.pem")
        }
        try await LinkSite.with(setup) { site in
            let obstacle = try #require(await site.obstacle("unreachable"))
            #expect(obstacle.trouble.summary.contains("its certificate is not trusted"))
            try Self.write(other.certificate.pem + trusted, site.folder.path + "/roots.pem")
            await site.nextAttempt()
            #expect(await site.csms.next(5) == CSMSLinkTests.greeting16)
            await site.link.waitUntilOnline()
            #expect(site.csms.handshakes.first?.tls?.version == "TLS 1.3")
        }
    }

    @Test(arguments: [nil, "csms.example"])
    func `the certificate must have the name of the CSMS`(_ name: String?) async throws {
        let root = authority.certificate.pem
        var setup = Setup(tls: try server(for: "csms.example"))
        setup.configure = { configuration, folder in
            try Self.write(root, folder.path + "/roots.pem")
            configuration.tls = CSMSTLS(roots: folder.path + "/roots.pem", serverName: name)
        }
        try await LinkSite.with(setup) { site in
            if name != nil { return await site.link.waitUntilOnline() }
            #expect(await site.obstacle("unreachable")?.trouble.summary.contains("for another name") == true)
        }
    }

    @Test func `files that cannot be used are named`() async throws {
        var setup = Setup(tls: try server())
        setup.configure = { configuration, folder in configuration.tls.roots = folder.path + "/none.pem" }
        try await LinkSite.with(setup) { site in
            let obstacle = try #require(await site.obstacle("certificate"))
            #expect(obstacle.needsPerson)
            #expect(obstacle.trouble.summary.hasPrefix("The trusted CA in "))
            #expect(site.csms.handshakes.isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `a CSMS that wants a client certificate is shown the one there is`(_ hasOne: Bool) async throws {
        let request = try KeyRequest.make(commonName: "CP1", organisation: "Joulo")
        let (chain, root) = (try sign(request.requestPEM), authority.certificate.pem)
        var setup = Setup(tls: try server(clients: .required))
        setup.configure = { configuration, folder in
            for (name, text) in [("roots", root), ("client", chain), ("key", request.privateKeyPEM)] {
                try Self.write(text, "\(folder.path)/\(name).pem")
            }
            configuration.tls.roots = folder.path + "/roots.pem"
            guard hasOne else { return }
            configuration.tls.certificate = folder.path + "/client.pem"
            configuration.tls.key = folder.path + "/key.pem"
        }
        try await LinkSite.with(setup) { site in
            guard hasOne else {
                #expect(await site.obstacle("unreachable")?.trouble.summary.contains("client certificate") == true)
                return
            }
            await site.link.waitUntilOnline()
            let shown = try #require(site.csms.handshakes.first?.tls?.certificate)
            #expect((shown.commonName, shown.organisation) == ("CP1", "Joulo"))
        }
    }

    // Renewal

    /// A link whose certificate is good for ten more days.
    private func expiring(_ door: @escaping ScriptedDoor.Answer) throws -> Setup {
        let request = try KeyRequest.make(commonName: "CP1", organisation: nil)
        let (chain, root) = (try sign(request.requestPEM, days: 10), authority.certificate.pem)
        var setup = Setup(tls: try server(clients: .required))
        setup.startedAt = Timestamp(seconds: Self.now)
        setup.door = door
        setup.configure = { configuration, folder in
            for (name, text) in [("roots", root), ("first", chain), ("key", request.privateKeyPEM)] {
                try Self.write(text, "\(folder.path)/\(name).pem")
            }
            configuration.tls = CSMSTLS(
                roots: folder.path + "/roots.pem", certificate: folder.path + "/first.pem",
                key: folder.path + "/key.pem")
            configuration.clientIdentity = ClientIdentity(directory: folder.path, commonName: "CP1")
        }
        return setup
    }

    @Test func `a certificate that ends soon is renewed, and the new one is used at once`() async throws {
        let chains = Watched("")
        let wallClock = ManualWallClock(Timestamp(seconds: Self.now))
        let setup = try expiring { _, link in
            guard let identity = (link as? CSMSLink)?.configuration.clientIdentity else {
                return .error(CallError(.internalError))
            }
            let certificates = LinkCertificates(
                identity, roots: nil, link: link, wallClock: wallClock, proves: { _ in false })
            let outcome = await certificates.deliver(chain: chains.value)
            return .result(JustStatus(status: outcome == .done ? "Accepted" : "Rejected"))
        }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(6) == CSMSLinkTests.greeting16 + ["SignCertificate"])
            let asked = try #require(site.csms.calls.last).payload
            let csr = try #require(asked.split(separator: "\"").first { $0.hasPrefix("-----BEGIN") })
            let chain = try sign(String(csr).replacing("\\n", with: "\n"))
            chains.change { $0 = authority.certificate.pem }
            try await site.csms.send(#"[2,"a0","CertificateSigned",{}]"#)
            #expect(await site.csms.next() == #"answer [3,"a0",{"status":"Rejected"}]"#)
            chains.change { $0 = chain }
            try await site.csms.send(#"[2,"a1","CertificateSigned",{}]"#)
            #expect(await site.csms.next(2) == [#"answer [3,"a1",{"status":"Accepted"}]"#, "closed"])
            await site.nextAttempt()
            #expect(await site.csms.next(4) == ["open ocpp1.6"] + CSMSLinkTests.greeting16[2...])
            #expect(await site.state { $0.online?.number == 2 }.obstacle == nil)
            let shown = site.csms.handshakes.map { $0.tls?.certificate?.notAfter ?? 0 }
            #expect(shown[1] - shown[0] > 300 * 86_400)
            let files = try FileManager.default.contentsOfDirectory(atPath: site.folder.path)
            #expect(files.filter { $0.hasPrefix("client") } == ["client.pem"])
            let identity = try #require(site.link.configuration.clientIdentity)
            #expect(!identity.isDue(site.link.configuration.tls, at: Self.now))
        }
    }

    @Test func `a new certificate that the CSMS does not take is given up for the one before`() async throws {
        let stranger = try SiteCA.create(site: "Stranger", at: Self.now)
        let setup = try expiring { _, _ in .result(JustStatus(status: "Accepted")) }
        try await LinkSite.with(setup) { site in
            #expect(await site.csms.next(6) == CSMSLinkTests.greeting16 + ["SignCertificate"])
            let identity = try #require(site.link.configuration.clientIdentity)
            let chain = try stranger.sign(.inspect(identity.request()), days: 9, serial: .random(), at: Self.now)
            try identity.install(chain.chainPEM, at: Self.now)
            site.csms.cut()
            #expect(await site.csms.next() == "closed")
            for _ in 0..<ClientIdentity.patience {
                await site.nextAttempt()
                #expect(await site.obstacle("unreachable") != nil)
            }
            await site.nextAttempt()
            #expect(await site.csms.next() == "open ocpp1.6")
            #expect(await site.state { $0.online?.number == 2 }.obstacle == nil)
            #expect(site.logs.lines.contains { $0.contains("refuses the new client certificate") })
            #expect(!FileManager.default.fileExists(atPath: site.folder.path + "/client-new.pem"))
        }
    }
}

private struct JustStatus: Encodable {
    var status: String
}
