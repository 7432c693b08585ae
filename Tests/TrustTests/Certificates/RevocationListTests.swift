import Testing

@testable import Trust

@Suite(.needsOpenSSL) struct RevocationListTests {
    private let folder: Scratch
    private let authority: SiteCA
    private let station: Certificate

    init() throws {
        folder = try Scratch()
        authority = try SiteCA.create(site: "Depot", at: noon)
        let request = try SigningRequest.inspect(OpenSSL.request(in: folder))
        station = try authority.sign(request, days: 90, serial: .random(), at: noon).certificate
        try folder.write("root.pem", authority.certificate.pem.utf8)
        try folder.write("station.pem", station.pem.utf8)
    }

    private func list(_ revoked: [SerialNumber]) throws -> RevocationList {
        try authority.revocationList(
            revoked.map { RevokedCertificate(serialNumber: $0, at: noon) }, number: 7, at: noon, nextUpdate: noon + day)
    }

    private func verdict(_ list: RevocationList, at time: Int64 = noon) throws -> CertificateChain.Verdict {
        try CertificateChain.verify(
            [station], roots: [authority.certificate], purpose: .client, revocations: [list], at: time)
    }

    @Test func `openssl reads what is revoked, and who says so`() throws {
        try folder.write("list.pem", list([station.serialNumber]).pem.utf8)
        let answer = try OpenSSL.run(["crl", "-in", "list.pem", "-CAfile", "root.pem", "-noout", "-text"], in: folder)
        #expect(answer.status == 0, "\(answer)")
        #expect(answer.text.contains("verify OK"))
        #expect(answer.text.contains("Serial Number: \(station.serialNumber.hex.uppercased())"))
        #expect(answer.text.contains("X509v3 CRL Number: \n                7\n"))
    }

    @Test func `openssl refuses the revoked certificate, and only that`() throws {
        func verify(_ list: RevocationList) throws -> OpenSSL.Answer {
            try folder.write("list.pem", list.pem.utf8)
            return try OpenSSL.run(
                [
                    "verify", "-attime", "\(noon)", "-crl_check", "-CRLfile", "list.pem", "-CAfile", "root.pem",
                    "station.pem",
                ], in: folder)
        }
        let other = try verify(list([.random()]))
        #expect(other.status == 0, "\(other)")
        let revoked = try verify(list([.random(), station.serialNumber]))
        #expect(revoked.status != 0)
        #expect(revoked.text.contains("certificate revoked"))
    }

    @Test func `our own check agrees`() throws {
        #expect(try verdict(list([])) == .trusted)
        #expect(try verdict(list([.random()])) == .trusted)
        #expect(try verdict(list([station.serialNumber])) == .refused("certificate revoked"))
    }

    @Test func `a list that has run out, or is another's, is not believed`() throws {
        #expect(try verdict(list([]), at: noon + 2 * day) == .refused("CRL has expired"))
        let other = try SiteCA.create(site: "Other", at: noon)
        let foreign = try other.revocationList([], number: 1, at: noon, nextUpdate: noon + day)
        #expect(try verdict(foreign) == .refused("unable to get certificate CRL"))
    }

    @Test func `a list is read back whole or not at all`() throws {
        let list = try list([station.serialNumber])
        #expect(try RevocationList(pem: list.pem) == list)
        for bad in ["", "garbage", station.pem, PEM.text("X509 CRL", list.der + [0])] {
            #expect(throws: TrustError.self) { try RevocationList(pem: bad) }
        }
        for count in 0..<list.der.count {
            #expect(throws: TrustError.self) { try RevocationList(der: Array(list.der[..<count])) }
        }
        #expect(throws: TrustError.self) { try RevocationList(der: [UInt8](repeating: 0x30, count: 2_000_000)) }
    }

    @Test func `a thousand entries fit`() throws {
        let revoked = try (0..<1000).map { _ in try SerialNumber.random() }
        #expect(try verdict(list(revoked)) == .trusted)
        #expect(try verdict(list(revoked + [station.serialNumber])) == .refused("certificate revoked"))
    }
}
