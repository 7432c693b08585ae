import Foundation
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1)), .enabled(if: TestAuthority.isAvailable, "the openssl program makes the certificates"))
struct TwoCertificatesTests {
    private let site: TestAuthority

    init() throws { site = try TestAuthority.site.get() }

    private func source() throws -> TLSMaterial.Source {
        var source = try site.source()
        let rsa = try site.source(rsa: true)
        source.rsa = .init(certificateChain: rsa.certificateChain, privateKey: rsa.privateKey)
        return source
    }

    struct Client: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Of the key in the certificate that it is shown.
        var bits: Int

        init(_ options: String, bits: Int) {
            testDescription = options
            self.bits = bits
        }

        var options: [String] { testDescription.split(separator: " ").map(String.init) }
    }

    @Test(arguments: [
        Client("", bits: 256), Client("-tls1_3", bits: 256), Client("-tls1_2", bits: 256),
        Client("-tls1_3 -sigalgs rsa_pss_rsae_sha256", bits: 2048), Client("-tls1_2 -sigalgs RSA+SHA256", bits: 2048),
        Client("-tls1_3 -sigalgs ecdsa_secp256r1_sha256", bits: 256), Client("-tls1_2 -curves P-384", bits: 2048),
        Client("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", bits: 256),
        Client("-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384", bits: 256),
        Client("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", bits: 2048),
        Client("-tls1_2 -cipher AES128-GCM-SHA256", bits: 2048),
        Client("-tls1_2 -cipher AES256-GCM-SHA384", bits: 2048),
    ])
    func `each client is shown the certificate it can use`(client: Client) async throws {
        try await withListener(.loopback(tls: TLSMaterial(source()))) { port, _ in
            let answer = try await OpenSSLClient.connect(port: port, client.options)
            #expect(answer.status == 0)
            #expect(answer.text.contains("Server public key is \(client.bits) bit"), "\(answer.text)")
        }
    }

    @Test func `both are read again, and one that is no RSA certificate is refused`() async throws {
        let tls = try TLSMaterial(source())
        let old = try #require(tls.rsaNotAfter)
        var wrong = try source()
        let elliptic = try site.source()
        wrong.rsa = .init(certificateChain: elliptic.certificateChain, privateKey: elliptic.privateKey)
        let error = await #expect(throws: TLSMaterialError.self) { try await tls.reload(wrong) }
        #expect(error?.description.contains("no RSA key") == true, "\(error?.description ?? "")")
        #expect(tls.rsaNotAfter == old)
        try await tls.reload(site.source())
        #expect(tls.rsaNotAfter == nil)
    }

    @Test func `a hello that comes in pieces is waited for`() async throws {
        try await withListener(.loopback(tls: TLSMaterial(source()))) { port, _ in
            try await RawPeer.with(port: port) { peer in
                let bytes = HelloBytes().record
                try await peer.send(Array(bytes[..<20]))
                try await peer.send(Array(bytes[20...]))
                // The answer is a handshake, and no alert.
                #expect(try await peer.readByte() == 0x16)
            }
        }
    }

    @Test func `handshakes wait for their turn, and have all of their time then`() async throws {
        let clock = ManualClock()
        let limits = ListenerLimits(
            bans: .init(threshold: 1), sparesLoopback: false, handshakesAtOnce: 1, longestTurn: .seconds(3600))
        let tls = try TLSMaterial(source())
        let dialer = try site.dialer()
        try await withWatchedListener(.loopback(tls: tls, limits: limits), clock: clock) { watched in
            try await RawPeer.with(port: watched.port) { first in
                try await first.send(HelloBytes().record)
                #expect(try await first.readByte() == 0x16)
                try await RawPeer.with(port: watched.port) { second in
                    try await second.send(HelloBytes().record)
                    try await watched.waits { $0.inLine == 1 }
                }
                try await watched.waits { $0.leftLine == 1 }
                #expect(watched.statistics.bans == 0, "nobody is blamed for waiting")
                async let third = dialer.connect(url: "wss://127.0.0.1:\(watched.port)/") { connection in
                    try await connection.send("hello")
                    return try await connection.messages.first { _ in true }
                }
                try await watched.waits { $0.inLine == 1 }
                // The time of the first one is over, and that of the third begins.
                await clock.sleepers(2)
                clock.advance(by: .seconds(10))
                #expect(try await third == "hello")
            }
            #expect(watched.statistics.longestLine == 1)
            #expect(watched.statistics.brokenHandshakes + watched.statistics.tlsFailures == 1)
        }
    }
}
