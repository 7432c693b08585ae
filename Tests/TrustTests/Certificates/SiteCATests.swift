import Testing

@testable import Trust

@Suite struct SiteCATests {
    private let authority: SiteCA

    init() throws { authority = try SiteCA.create(site: "Depot Nord", at: noon) }

    @Test func `a new authority is a root of its own for twenty years`() throws {
        let root = authority.certificate
        #expect(root.subject.commonName == "Depot Nord Ohmstead site CA")
        #expect(root.issuer == root.subject)
        #expect(root.isAuthority)
        #expect(root.key.description == "EC prime256v1")
        #expect(root.notBefore == noon - day)
        #expect((19 * 365 * day...20 * 366 * day).contains(root.notAfter - noon))
        #expect(try SiteCA.create(site: "Depot Nord", at: noon).certificate.fingerprint != root.fingerprint)
    }

    @Test(arguments: [
        ("", "Ohmstead site CA"), ("a\u{1B}[2Jb\n", "a[2Jb Ohmstead site CA"),
        (String(repeating: "ä", count: 100), String(repeating: "ä", count: 47) + " Ohmstead site CA"),
    ])
    func `any name of a site makes an authority`(_ site: String, _ name: String) throws {
        #expect(try SiteCA.create(site: site, at: noon).certificate.subject.commonName == name)
    }

    @Test func `it comes back from its file as it was`() throws {
        let folder = try Scratch()
        #expect(try SiteCA.load(directory: folder.path) == nil)
        let made = try SiteCA.loadOrCreate(directory: folder.path, site: "Depot", at: noon)
        #expect(try folder.names == ["site-ca.pem"])
        #expect(try folder.mode("site-ca.pem") == 0o600)
        let loaded = try SiteCA.loadOrCreate(directory: folder.path, site: "Other", at: noon + day)
        #expect(loaded.certificate == made.certificate)
        let server = try loaded.issueServer([#require(ServerName("box.local"))], at: noon).certificate
        #expect(
            try CertificateChain.verify([server], roots: [made.certificate], purpose: .server, at: noon) == .trusted)
        try authority.save(directory: folder.path)
        #expect(try SiteCA.load(directory: folder.path)?.certificate == authority.certificate)
        #expect(try folder.names == ["site-ca.pem"])
    }

    @Test func `a file that holds something else is refused and left alone`() throws {
        let (folder, other) = (try Scratch(), try SiteCA.create(site: "Other", at: noon))
        let (key, root) = (try authority.key.pem, authority.certificate.pem)
        for text in ["", "x", key, root, root + key, key + root + root, key + other.certificate.pem, key + "\n" + key] {
            try folder.write("site-ca.pem", text.utf8)
            #expect(throws: TrustError.self) { try SiteCA.loadOrCreate(directory: folder.path, site: "S", at: noon) }
            #expect(try folder.read("site-ca.pem") == text)
        }
        try folder.write("site-ca.pem", (key + root).utf8)
        #expect(try SiteCA.load(directory: folder.path) != nil)
        try folder.write("site-ca.pem", (key + root).utf8, mode: 0o644)
        #expect(throws: TrustError.self) { try SiteCA.load(directory: folder.path) }
    }

    @Test func `a certificate that is no authority cannot be one`() throws {
        let server = try authority.issueServer([#require(ServerName("box.local"))], at: noon)
        let key = try #require(PEM.blocks(server.privateKeyPEM, limit: 1)?.first)
        let error = try #require(throws: TrustError.self) {
            _ = try SiteCA(certificate: server.certificate, key: Key(der: key.der))
        }
        #expect(error.reason == .unsuitableKey)
    }

    @Test(arguments: [PublicKey.Kind.ellipticCurve, .rsa])
    func `a server certificate is for the names it was asked for`(_ kind: PublicKey.Kind) throws {
        let names = try ["192.168.7.1", "box.local", "fd00::1"].map { try #require(ServerName($0)) }
        let server = try authority.issueServer(names, key: kind, at: noon)
        #expect(server.certificate.subject.commonName == "box.local")
        #expect(server.certificate.key.kind == kind)
        #expect(server.certificate.notAfter - server.certificate.notBefore == 397 * day)
        #expect(!server.certificate.isAuthority)
        #expect(try Certificate.chain(pem: server.chainPEM) == [server.certificate, authority.certificate])
        let roots = [authority.certificate]
        let chain = [server.certificate]
        #expect(try CertificateChain.verify(chain, roots: roots, purpose: .server, at: noon) == .trusted)
        #expect(try CertificateChain.verify(chain, roots: roots, purpose: .client, at: noon) != .trusted)
    }

    @Test func `nothing outlives the authority`() throws {
        let late = authority.certificate.notAfter - 10 * day
        let server = try authority.issueServer([#require(ServerName("box.local"))], at: late)
        #expect(server.certificate.notAfter == authority.certificate.notAfter)
    }

    @Test func `a server certificate for nobody is refused`() throws {
        let error = try #require(throws: TrustError.self) { _ = try authority.issueServer([], at: noon) }
        #expect(error.reason == .misuse)
    }

    @Test(arguments: [
        "box", "box.local", "*.site.example", "a_b.example", "10.0.0.1", "::1", "fe80::1", "xn--strm-5qa.de",
    ])
    func `a name or an address may be served`(_ text: String) throws {
        let name = try #require(ServerName(text))
        #expect(throws: Never.self) { try authority.issueServer([name], at: noon) }
    }

    @Test(arguments: [
        "", ".", "a..b", "-a", "a-", "a b", "a,DNS:evil", "a,URI:b", "*", "a.*", "1.2.3", "1.2.3.4.5", "10.0.0.256",
        "ä.de",
        "a\nb", "DNS:a", "fe80::1%eth0", String(repeating: "a", count: 64),
        String(repeating: "abcdefg.", count: 32) + "de",
    ])
    func `what is neither is refused`(_ text: String) { #expect(ServerName(text) == nil) }
}
