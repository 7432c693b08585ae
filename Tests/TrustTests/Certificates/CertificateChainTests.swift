import Testing

@testable import Trust

@Suite(.needsOpenSSL) struct CertificateChainTests {
    private let folder: Scratch
    private let authority: SiteCA
    private let station: Certificate

    init() throws {
        folder = try Scratch()
        authority = try SiteCA.create(site: "Depot", at: noon)
        let request = try SigningRequest.inspect(OpenSSL.request(in: folder))
        station = try authority.sign(request, days: 90, serial: .random(), at: noon).certificate
    }

    private func verdict(
        _ chain: [Certificate], _ roots: [Certificate], at time: Int64 = noon
    ) throws -> CertificateChain.Verdict {
        try CertificateChain.verify(chain, roots: roots, purpose: .client, at: time)
    }

    @Test func `a chain leads to a root that is trusted, also with the root in it`() throws {
        #expect(try verdict([station], [authority.certificate]) == .trusted)
        #expect(try verdict([station, authority.certificate], [authority.certificate]) == .trusted)
    }

    @Test func `a root counts only when it stands among the roots`() throws {
        let other = try SiteCA.create(site: "Depot", at: noon)
        #expect(try verdict([station, authority.certificate], [other.certificate]) != .trusted)
        #expect(try verdict([station, authority.certificate], []) != .trusted)
        #expect(try verdict([], [authority.certificate]) == .refused("there is no certificate"))
    }

    @Test func `time decides`() throws {
        let root = authority.certificate
        #expect(try verdict([station], [root], at: station.notBefore) == .trusted)
        #expect(try verdict([station], [root], at: station.notBefore - 1) == .refused("certificate is not yet valid"))
        #expect(try verdict([station], [root], at: station.notAfter - 1) == .trusted)
        #expect(try verdict([station], [root], at: station.notAfter + 1) == .refused("certificate has expired"))
    }

    @Test func `a station cannot issue certificates`() throws {
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        let request = try OpenSSL.request(key: curve + ["-keyout", "forged.key"], subject: "/CN=CP2", in: folder)
        try folder.write("forged.csr", request.utf8)
        try folder.write("station.pem", station.pem.utf8)
        let signed = try OpenSSL.run(
            [
                "x509", "-req", "-in", "forged.csr", "-CA", "station.pem", "-CAkey", "station.key", "-out",
                "forged.pem", "-days", "7300",
            ], in: folder)
        try #require(signed.status == 0, "\(signed)")
        let forged = try Certificate(pem: folder.read("forged.pem"))
        #expect(forged.issuer == station.subject)
        let verdict = try verdict([forged, station], [authority.certificate], at: forged.notBefore)
        #expect(verdict == .refused("invalid CA certificate"))
    }

    @Test func `a weak root is no root`() throws {
        let made = try OpenSSL.run(
            ["req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout", "k", "-out", "weak.pem", "-subj", "/CN=weak"],
            in: folder)
        try #require(made.status == 0, "\(made)")
        let weak = try Certificate(pem: folder.read("weak.pem"))
        #expect(try verdict([weak], [weak], at: weak.notBefore + 1) != .trusted)
    }
}
