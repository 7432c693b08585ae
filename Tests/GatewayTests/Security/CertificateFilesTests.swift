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

    private func write() throws {
        let identity = try authority.serverIdentity(.ec)
        try scratch.write("server.pem", identity.chainPEM)
        try scratch.write("server.key", identity.privateKeyPEM)
    }

    private func certificates(automatic: Bool = false) throws -> ListenerCertificates {
        var section = ListenerSection(address: automatic ? "127.0.0.1:9444" : "127.0.0.1:9443")
        section.tls = true
        if !automatic {
            section.certificate = scratch.path + "/server.pem"
            section.key = scratch.path + "/server.key"
        }
        return try ListenerCertificates(
            [section], authority: authority, health: health,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, isRevoked: { _ in false })
    }
}
