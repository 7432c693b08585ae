import Foundation
import Logging
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1)), .enabled(if: TestAuthority.isAvailable, "the openssl program makes the certificates"))
struct TLSTests {
    private let site: TestAuthority
    private let stranger: TestAuthority

    init() throws {
        site = try TestAuthority.site.get()
        stranger = try TestAuthority.stranger.get()
    }

    private func material(
        clients: TLSMaterial.ClientVerification = .none, revoked: Set<String> = []
    ) throws -> TLSMaterial {
        try TLSMaterial(site.source(clients: clients)) { revoked.contains($0) }
    }

    /// Connects, says one word, and returns what came back.
    private func hello(_ dialer: Dialer, port: Int) async throws -> String? {
        try await dialer.connect(url: "wss://127.0.0.1:\(port)/CP1") { connection in
            try await connection.send("hello")
            return try await connection.messages.first { _ in true }
        }
    }

    private func expectHello(
        _ dialer: Dialer, port: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await hello(dialer, port: port)
        #expect(answer == "hello", sourceLocation: sourceLocation)
    }

    @Test(arguments: [(DialerTLS.Version.v12, "TLS 1.2"), (.v13, "TLS 1.3")])
    func `a message goes through TLS`(version: DialerTLS.Version, name: String) async throws {
        let (peers, told) = AsyncStream.makeStream(of: TLSPeer?.self)
        let admit: Listener.Admit = { handshake in
            told.yield(handshake.tls)
            return .accept(subprotocol: nil)
        }
        try await withListener(.loopback(tls: material()), admit: admit) { port, _ in
            try await expectHello(site.dialer(maximumVersion: version), port: port)
        }
        var iterator = peers.makeAsyncIterator()
        #expect(await iterator.next() == TLSPeer(version: name))
    }

    @Test(arguments: [DialerTLS.Version.v12, .v13])
    func `a client's certificate is told`(version: DialerTLS.Version) async throws {
        let (peers, told) = AsyncStream.makeStream(of: TLSPeer?.self)
        let admit: Listener.Admit = { handshake in
            told.yield(handshake.tls)
            return .accept(subprotocol: nil)
        }
        let identity = try site.issue("CP1", organisation: "Hof Sonnental", serial: "00c0ffee")
        try await withListener(.loopback(tls: material(clients: .required)), admit: admit) { port, _ in
            try await expectHello(site.dialer(identity, maximumVersion: version), port: port)
        }
        var iterator = peers.makeAsyncIterator()
        let certificate = try #require(await iterator.next()??.certificate)
        #expect(certificate.commonName == "CP1")
        #expect(certificate.organisation == "Hof Sonnental")
        #expect(certificate.serialHex == "c0ffee")
        #expect(certificate.der.first == 0x30)
        #expect(certificate.notAfter > Int64(Date().timeIntervalSince1970))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var certificate: Bool
        var reason: String
        var version: DialerTLS.Version
    }

    @Test(arguments: [
        Refusal(testDescription: "none, 1.2", certificate: false, reason: "no client certificate", version: .v12),
        Refusal(testDescription: "none, 1.3", certificate: false, reason: "no client certificate", version: .v13),
        Refusal(testDescription: "another CA's, 1.2", certificate: true, reason: "not signed by", version: .v12),
        Refusal(testDescription: "another CA's, 1.3", certificate: true, reason: "not signed by", version: .v13),
    ])
    func `who needs a certificate and has no good one is refused`(refusal: Refusal) async throws {
        try await withWatchedListener(.loopback(tls: material(clients: .required))) { watched in
            let identity = refusal.certificate ? try stranger.issue("CP1") : nil
            for _ in 0..<2 {
                await #expect(throws: DialError.self) {
                    try await hello(site.dialer(identity, maximumVersion: refusal.version), port: watched.port)
                }
            }
            try await watched.waits { $0.tlsFailures == 2 && $0.open == 0 }
            // Twice the same is told once.
            #expect(watched.log.lines.count == 1, "\(watched.log.lines)")
            #expect(watched.log.lines.first?.contains(refusal.reason) == true, "\(watched.log.lines)")
            #expect(watched.statistics.admitted == 0)
        }
    }

    @Test(arguments: [DialerTLS.Version.v12, .v13])
    func `a revoked certificate is refused before anyone is asked`(version: DialerTLS.Version) async throws {
        let identity = try site.issue("CP1", serial: "0bad")
        let admit: Listener.Admit = { _ in
            Issue.record("a revoked client was let in")
            return .accept(subprotocol: nil)
        }
        let tls = try material(clients: .required, revoked: ["0bad"])
        try await withWatchedListener(.loopback(tls: tls), admit: admit) { watched in
            await #expect(throws: DialError.refused(status: 403, reason: "Forbidden")) {
                try await hello(site.dialer(identity, maximumVersion: version), port: watched.port)
            }
            try await watched.waits { $0.tlsFailures == 1 }
            #expect(watched.log.lines.first?.contains("revoked") == true)
        }
    }

    @Test func `where a certificate is optional, none will do and a bad one will not`() async throws {
        try await withListener(.loopback(tls: material(clients: .optional))) { port, _ in
            try await expectHello(site.dialer(), port: port)
            try await expectHello(site.dialer(site.issue("CP1")), port: port)
            await #expect(throws: DialError.self) {
                try await hello(site.dialer(stranger.issue("CP1")), port: port)
            }
        }
    }

    @Test func `a new certificate is for new connections, and the old ones stay`() async throws {
        let tls = try material()
        try await withListener(.loopback(tls: tls)) { port, _ in
            try await site.dialer().connect(url: "wss://127.0.0.1:\(port)/") { old in
                try await tls.reload(stranger.source())
                try await expectHello(stranger.dialer(), port: port)
                await #expect(throws: DialError.self) { try await hello(site.dialer(), port: port) }
                try await old.send("still here")
                #expect(try await old.messages.first { _ in true } == "still here")
            }
        }
    }

    @Test func `a bad new certificate is explained, and the old one stays`() async throws {
        let tls = try material()
        let good = try site.source()
        var mixed = good
        mixed.privateKey = try stranger.source().privateKey
        var missing = good
        missing.certificateChain = .file("/nowhere/cert.pem")
        var empty = good
        empty.certificateChain = .text("nothing")
        for (source, word) in [(mixed, "does not belong"), (missing, "/nowhere/cert.pem"), (empty, "no certificate")] {
            let error = await #expect(throws: TLSMaterialError.self) { try await tls.reload(source) }
            #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
        }
        try await withListener(.loopback(tls: tls)) { port, _ in
            try await expectHello(site.dialer(), port: port)
        }
    }

    @Test func `certificates come from files, and are read again`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "websocket-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (chain, key) = (folder.appending(path: "chain.pem"), folder.appending(path: "key.pem"))
        @Sendable func write(_ identity: TestAuthority.Identity) throws {
            try identity.certificate.write(to: chain, atomically: true, encoding: .utf8)
            try identity.key.write(to: key, atomically: true, encoding: .utf8)
        }
        try write(site.issue("localhost"))
        let tls = try TLSMaterial(.init(certificateChain: .file(chain.path), privateKey: .file(key.path)))
        try await withListener(.loopback(tls: tls)) { port, _ in
            try await expectHello(site.dialer(), port: port)
            try write(stranger.issue("localhost"))
            try await expectHello(site.dialer(), port: port)
            try await tls.reload()
            try await expectHello(stranger.dialer(), port: port)
        }
    }

    @Test func `a wallbox that does not trust the certificate is named as such`() async throws {
        try await withWatchedListener(.loopback(tls: material())) { watched in
            let error = await #expect(throws: DialError.self) { try await hello(stranger.dialer(), port: watched.port) }
            #expect(error?.description.contains("is not trusted") == true, "\(error?.description ?? "")")
            try await watched.waits { $0.tlsFailures == 1 }
            #expect(watched.log.lines.first?.contains("install the site CA") == true, "\(watched.log.lines)")
        }
    }

    @Test func `a certificate for another name is refused unless names do not matter`() async throws {
        let identity = try site.issue("elsewhere", names: "DNS:elsewhere.example")
        let tls = try TLSMaterial(.init(certificateChain: .text(identity.certificate), privateKey: .text(identity.key)))
        try await withListener(.loopback(tls: tls)) { port, _ in
            await #expect(throws: DialError.self) { try await hello(site.dialer(), port: port) }
            let lax = try DialerTLS(roots: .text(site.certificate), verifiesHostname: false)
            try await expectHello(Dialer(clock: ContinuousClock(), tls: lax), port: port)
            let named = try DialerTLS(roots: .text(site.certificate), serverName: "elsewhere.example")
            try await expectHello(Dialer(clock: ContinuousClock(), tls: named), port: port)
        }
    }

    @Test func `a wallbox with an old TLS only is named as such`() async throws {
        try await withWatchedListener(.loopback(tls: material())) { watched in
            await #expect(throws: DialError.self) {
                try await hello(site.dialer(maximumVersion: .v10), port: watched.port)
            }
            try await watched.waits { $0.tlsFailures == 1 }
            #expect(watched.log.lines.first?.contains("no common TLS version") == true, "\(watched.log.lines)")
        }
    }

    @Test func `the wrong kind of port is named as such`() async throws {
        try await withWatchedListener(.loopback(tls: material())) { watched in
            await #expect(throws: DialError.self) {
                try await Dialer(clock: ContinuousClock()).connect(url: "ws://127.0.0.1:\(watched.port)/") { _ in }
            }
            try await watched.waits { $0.tlsFailures == 1 }
            #expect(watched.log.lines.first?.contains("plain HTTP on the TLS port") == true, "\(watched.log.lines)")
        }
        try await withWatchedListener { watched in
            await #expect(throws: DialError.self) { try await hello(site.dialer(), port: watched.port) }
            try await watched.waits { $0.tlsFailures == 1 }
            #expect(watched.log.lines.first?.contains("TLS on the plain port") == true, "\(watched.log.lines)")
        }
    }

    @Test func `a TLS handshake that never begins ends in time`() async throws {
        let clock = ManualClock()
        try await withWatchedListener(.loopback(tls: material()), clock: clock) { watched in
            try await RawPeer.with(port: watched.port) { peer in
                await clock.sleepers(1)
                clock.advance(by: .seconds(10))
                let byte = try? await peer.readByte()
                #expect(byte == nil)
            }
            try await watched.waits { $0.open == 0 && $0.brokenHandshakes + $0.tlsFailures == 1 }
        }
    }

    @Test func `the suites of old wallboxes are spoken`() async throws {
        let tls = try TLSMaterial(site.source(rsa: true))
        try await withListener(.loopback(tls: tls)) { port, _ in
            for suite in ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-GCM-SHA256"] {
                let answer = try await OpenSSLClient.connect(port: port, ["-tls1_2", "-cipher", suite])
                #expect(answer.status == 0, "\(suite)")
            }
        }
    }
}
