import Charging
import Foundation
import Logging
import Simulator
import Testing
import Trust
import WebSocket

@testable import Gateway

@Suite struct CertificateFilesTests {
    private let scratch: ScratchDirectory
    private let health: Health
    private let authority: SiteAuthority
    private let wallClock = ManualWallClock(Timestamp(seconds: Int64(Date().timeIntervalSince1970)))

    init() throws {
        scratch = try ScratchDirectory()
        health = Health(wallClock: wallClock)
        authority = SiteAuthority(
            directory: scratch.path + "/ca", site: "Depot", names: [ServerName("localhost")!], wallClock: wallClock)
    }

    @Test func `files that change are taken in, and a broken one leaves the old in place and is told`() async throws {
        try write()
        let certificates = try certificates()
        let before = certificates.ends[0].notAfter
        wallClock.advance(by: .hours(24 * 10))
        try write()
        await certificates.tidy(at: wallClock.now.at)
        #expect(certificates.ends[0].notAfter == before + 10 * 86_400)
        #expect(health.current.isEmpty)

        try scratch.write("server.pem", "no certificate at all\n")
        await certificates.tidy(at: wallClock.now.at)
        #expect(health.current.map(\.code) == ["listener.127.0.0.1:9443.certificate"])
        #expect(certificates.ends[0].notAfter == before + 10 * 86_400)
        try write()
        await certificates.tidy(at: wallClock.now.at)
        #expect(health.current.isEmpty)
    }

    @Test func `a file's certificate that ends is told of, and the site CA's is made anew`() async throws {
        try write()
        let files = try certificates()
        let automatic = try certificates(automatic: true)
        let before = automatic.ends[0].notAfter
        wallClock.advance(by: .hours(24 * 380))
        await files.tidy(at: wallClock.now.at)
        await automatic.tidy(at: wallClock.now.at)
        #expect(health.current.map(\.code) == ["listener.127.0.0.1:9443.expiry"])
        #expect(automatic.ends[0].notAfter > before)
    }

    @Test func `the end of each of two certificates is told`() async throws {
        try write()
        wallClock.advance(by: .hours(24 * 100))
        try write("rsa", rsa: true)
        let both = try certificates(rsa: true)
        let automatic = try certificates(automatic: true, rsa: true)
        let before = both.ends[0].notAfter
        // The first certificate ends a hundred days before the other one.
        wallClock.advance(by: .hours(24 * 275))
        await both.tidy(at: wallClock.now.at)
        #expect(health.current.map(\.code) == ["listener.127.0.0.1:9443.expiry"])
        wallClock.advance(by: .hours(24 * 100))
        await both.tidy(at: wallClock.now.at)
        #expect(
            health.current.map(\.code).sorted() == ["listener.127.0.0.1:9443.expiry", "listener.127.0.0.1:9443.rsa"])
        #expect(both.ends[0].notAfter == before)
        try write()
        try write("rsa", rsa: true)
        await both.tidy(at: wallClock.now.at)
        #expect(health.current.isEmpty)
        let old = automatic.ends[0].notAfter
        await automatic.tidy(at: wallClock.now.at)
        #expect(automatic.ends[0].notAfter > old)
    }

    @Test func `the site CA is made once, in a directory that only the daemon opens`() throws {
        #expect(authority.existing == nil)
        let made = try authority.authority()
        let again = SiteAuthority(
            directory: scratch.path + "/ca", site: "Depot", names: [], wallClock: wallClock)
        #expect(again.existing?.certificate == made.certificate)
        #expect(try again.authority().certificate == made.certificate)
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.path + "/ca")[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    private func write(_ name: String = "server", rsa: Bool = false) throws {
        let identity = try authority.serverIdentity(rsa: rsa)
        try scratch.write(name + ".pem", identity.chainPEM)
        try scratch.write(name + ".key", identity.privateKeyPEM)
    }

    private func certificates(automatic: Bool = false, rsa: Bool = false) throws -> ListenerCertificates {
        var section = ListenerSection(address: automatic ? "127.0.0.1:9444" : "127.0.0.1:9443")
        section.tls = true
        if !automatic {
            section.certificate = scratch.path + "/server.pem"
            section.key = scratch.path + "/server.key"
            section.rsaCertificate = rsa ? scratch.path + "/rsa.pem" : nil
            section.rsaKey = rsa ? scratch.path + "/rsa.key" : nil
        }
        if rsa, automatic { section.keyType = .both }
        return try ListenerCertificates(
            [section], authority: authority, health: health,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, isRevoked: { _ in false })
    }
}
