import Foundation
import Testing

@testable import Trust

/// Signing what stations ask for; the requests are made, and the answers checked, by the `openssl` command.
@Suite(.needsOpenSSL) struct StationCertificateTests {
    private let folder: Scratch
    private let authority: SiteCA

    init() throws {
        folder = try Scratch()
        authority = try SiteCA.create(site: "Depot", at: noon)
        try folder.write("root.pem", authority.certificate.pem.utf8)
    }

    struct Kind: Sendable, CustomTestStringConvertible {
        var key: [String]
        var name: String
        var uses: String
        var testDescription: String { name }

        static func curve(_ option: String, _ name: String) -> Kind {
            Kind(
                key: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:\(option)"], name: "EC \(name)",
                uses: "Digital Signature")
        }
    }

    @Test(arguments: [
        Kind(key: ["-newkey", "rsa:2048"], name: "RSA 2048", uses: "Digital Signature, Key Encipherment"),
        Kind(key: ["-newkey", "rsa:4096"], name: "RSA 4096", uses: "Digital Signature, Key Encipherment"),
        .curve("P-256", "prime256v1"), .curve("P-384", "secp384r1"), .curve("secp224r1", "secp224r1"),
    ])
    func `a station's request becomes a certificate that openssl believes`(_ kind: Kind) throws {
        let request = try SigningRequest.inspect(OpenSSL.request(key: kind.key, in: folder))
        #expect(request.commonName == "CP1")
        #expect(request.organisation == "Joulo")
        #expect(request.key.description == kind.name)

        let serial = try SerialNumber.random()
        let station = try authority.sign(request, days: 90, serial: serial, at: noon)
        #expect(station.certificate.serialNumber == serial)
        #expect(station.certificate.subject == request.subject)
        #expect(station.certificate.notBefore == noon - day)
        #expect(station.certificate.notAfter == noon + 90 * day)
        #expect(try Certificate(pem: station.chainPEM) == station.certificate)

        try folder.write("station.pem", station.chainPEM.utf8)
        let verified = try OpenSSL.run(
            [
                "verify", "-x509_strict", "-attime", "\(noon)", "-purpose", "sslclient", "-CAfile", "root.pem",
                "station.pem",
            ], in: folder)
        #expect(verified.status == 0, "\(verified)")
        let forServers = try OpenSSL.run(
            ["verify", "-attime", "\(noon)", "-purpose", "sslserver", "-CAfile", "root.pem", "station.pem"], in: folder)
        #expect(forServers.status != 0)
        let text = try OpenSSL.run(["x509", "-in", "station.pem", "-noout", "-text"], in: folder).text
        #expect(text.contains("TLS Web Client Authentication"))
        #expect(text.contains("X509v3 Key Usage: critical\n                \(kind.uses)\n"))
        #expect(text.contains("CA:FALSE"))
        #expect(!text.contains("Subject Alternative Name"))
    }

    @Test func `the root goes with it when a station wants that`() throws {
        let request = try SigningRequest.inspect(OpenSSL.request(in: folder))
        let station = try authority.sign(request, days: 90, serial: .random(), includesRoot: true, at: noon)
        #expect(try Certificate.chain(pem: station.chainPEM) == [station.certificate, authority.certificate])
    }

    @Test func `a request to become an authority makes no authority`() throws {
        let text = try OpenSSL.request(
            extensions: ["basicConstraints=critical,CA:TRUE", "subjectAltName=DNS:evil.example"], in: folder)
        let station = try authority.sign(.inspect(text), days: 90, serial: .random(), at: noon)
        #expect(!station.certificate.isAuthority)
        try folder.write("station.pem", station.chainPEM.utf8)
        let shown = try OpenSSL.run(["x509", "-in", "station.pem", "-noout", "-text"], in: folder).text
        #expect(shown.contains("CA:FALSE"))
        #expect(!shown.contains("CA:TRUE"))
        #expect(!shown.contains("evil"))
    }

    @Test(arguments: [
        ["-newkey", "rsa:1024"], ["-newkey", "ed25519"], ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime192v1"],
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit"],
    ])
    func `a key that is too weak or of another kind is refused`(_ key: [String]) throws {
        let text = try OpenSSL.request(key: key, in: folder)
        let error = try #require(throws: TrustError.self) { _ = try SigningRequest.inspect(text) }
        #expect(error.reason == .unsuitableKey)
    }

    @Test func `a request whose signature is wrong is refused`() throws {
        let text = try OpenSSL.request(in: folder)
        var der = try #require(PEM.blocks(text, limit: 1)?.first?.der)
        let name = try #require(der.firstRange(of: Array("CP1".utf8)))
        der[name.upperBound - 1] = UInt8(ascii: "2")
        let error = try #require(throws: TrustError.self) {
            _ = try SigningRequest.inspect(PEM.text("CERTIFICATE REQUEST", der))
        }
        #expect(error.reason == .badSignature)
    }

    @Test(arguments: ["/O=Joulo", "/CN=CP1/CN=CP2"])
    func `a request without one name is refused`(_ subject: String) throws {
        let text = try OpenSSL.request(subject: subject, in: folder)
        let error = try #require(throws: TrustError.self) { _ = try SigningRequest.inspect(text) }
        #expect(error.reason == .malformed)
    }

    @Test func `a request that is too long is refused before it is read`() throws {
        let text = try OpenSSL.request(in: folder)
        let padding = String(repeating: "\n", count: SigningRequest.maximumCharacters - text.utf8.count)
        #expect(throws: Never.self) { try SigningRequest.inspect(text + padding) }
        let error = try #require(throws: TrustError.self) { _ = try SigningRequest.inspect(text + padding + "\n") }
        #expect(error.reason == .tooLarge)
    }

    @Test func `garbage and every torn request are refused`() throws {
        let text = try OpenSSL.request(in: folder)
        let der = try #require(PEM.blocks(text, limit: 1)?.first?.der)
        for bad in ["", "garbage", authority.certificate.pem, text.replacing("M", with: "!")] {
            #expect(throws: TrustError.self) { try SigningRequest.inspect(bad) }
        }
        for count in 1..<der.count {
            #expect(throws: TrustError.self) {
                try SigningRequest.inspect(PEM.text("CERTIFICATE REQUEST", Array(der[..<count])))
            }
        }
        #expect(throws: TrustError.self) { try SigningRequest.inspect(PEM.text("CERTIFICATE REQUEST", der + [0])) }
    }

    @Test(arguments: [0, -1, 3651, Int.max])
    func `a lifetime that makes no sense is refused`(_ days: Int) throws {
        let request = try SigningRequest.inspect(OpenSSL.request(in: folder))
        #expect(throws: TrustError.self) { try authority.sign(request, days: days, serial: .random(), at: noon) }
    }

    @Test func `what the journal keeps says what was issued`() throws {
        let request = try SigningRequest.inspect(OpenSSL.request(in: folder))
        let station = try authority.sign(request, days: 90, serial: .random(), at: noon)
        let issued = IssuedCertificate(station.certificate)
        #expect(try JSONDecoder().decode(IssuedCertificate.self, from: JSONEncoder().encode(issued)) == issued)
        #expect(issued.commonName == "CP1")
        try folder.write("station.pem", station.chainPEM.utf8)
        let shown = try OpenSSL.run(
            ["x509", "-in", "station.pem", "-noout", "-serial", "-fingerprint", "-sha256"], in: folder
        ).text.lowercased().replacing(":", with: "")
        #expect(shown.contains("serial=\(issued.serialNumber.hex)\n"))
        #expect(shown.contains("fingerprint=\(issued.fingerprint)\n"))
    }
}
