import Foundation
import Testing

@testable import Trust

@Suite struct CertificateTests {
    private let authority: SiteCA

    init() throws { authority = try SiteCA.create(site: "Depot", at: noon) }

    @Test(.needsOpenSSL) func `it says what openssl says`() throws {
        let folder = try Scratch()
        let made = try OpenSSL.run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-out", "c.pem", "-days", "30",
                "-set_serial", "0x00ab01", "-subj", "/C=NL/O=Joulo\\, Inc/OU=a\u{7}b/CN=Büro",
                "-utf8",
            ], in: folder)
        try #require(made.status == 0, "\(made)")
        let certificate = try Certificate(pem: folder.read("c.pem"))
        #expect(certificate.subject.organisation == "Joulo, Inc")
        #expect(certificate.subject.commonName == "Büro")
        #expect(certificate.subject.description == "C=NL, O=Joulo, Inc, OU=a?b, CN=Büro")
        #expect(certificate.serialNumber.hex == "ab01")
        #expect(certificate.notAfter - certificate.notBefore == 30 * day)
        #expect(abs(certificate.notBefore - Int64(Date().timeIntervalSince1970)) < 3600)
        #expect(certificate.key.description == "RSA 2048")
        #expect(certificate.isAuthority)
    }

    @Test func `years after 2049 are read as well`() throws {
        let far = try SiteCA.create(site: "Depot", at: 2_600_000_000)
        #expect(far.certificate.notBefore == 2_600_000_000 - day)
    }

    @Test func `the text of a certificate is the certificate`() throws {
        let certificate = authority.certificate
        #expect(try Certificate(pem: certificate.pem) == certificate)
        #expect(try Certificate(der: certificate.der) == certificate)
        #expect(try Certificate.chain(pem: certificate.pem + "\n" + certificate.pem) == [certificate, certificate])
        #expect(throws: TrustError.self) { try Certificate(pem: certificate.pem + certificate.pem) }
    }

    @Test func `garbage, torn and huge texts are refused`() throws {
        let der = authority.certificate.der
        for count in 0..<der.count {
            #expect(throws: TrustError.self) { try Certificate(der: Array(der[..<count])) }
        }
        let many = String(repeating: authority.certificate.pem, count: 11)
        let key = try authority.key.pem
        for text in ["", "garbage", many, key, authority.certificate.pem + key, String(repeating: "A", count: 1 << 20)]
        {
            #expect(throws: TrustError.self) { try Certificate.chain(pem: text) }
        }
        #expect(throws: TrustError.self) { try Certificate(der: der + [0]) }
        let huge: [UInt8] = [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF] + der
        #expect(throws: TrustError.self) { try Certificate(der: huge) }
    }

    /// Each byte with each bit turned: an error or a certificate, never a crash.
    @Test func `no turned bit does harm`() throws {
        let der = try authority.issueServer([#require(ServerName("box.local"))], at: noon).certificate.der
        var refused = 0
        for index in der.indices {
            for bit in 0..<8 {
                var changed = der
                changed[index] ^= 1 << UInt8(bit)
                guard let certificate = try? Certificate(der: changed) else {
                    refused += 1
                    continue
                }
                let verdict = try CertificateChain.verify(
                    [certificate], roots: [authority.certificate], purpose: .server, at: noon)
                #expect(verdict != .trusted, "byte \(index), bit \(bit)")
            }
        }
        #expect(refused > 0)
    }

    @Test func `ten thousand certificates leave nothing behind`() throws {
        let (der, broken) = (authority.certificate.der, Array(authority.certificate.der.dropLast()))
        func read(_ count: Int) throws {
            for _ in 0..<count {
                _ = try Certificate(der: der)
                _ = try? Certificate(der: broken)
            }
        }
        try read(500)
        let before = try Self.residentBytes()
        try read(10_000)
        // Kept, they would take more than 5 kB each. Other tests use memory meanwhile.
        #expect(try Self.residentBytes() - before < 32 << 20)
    }

    private static func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(fields[1])) * 4096
    }
}

@Suite struct SerialNumberTests {
    @Test func `it is written without leading zeros and in lower case`() {
        #expect(SerialNumber(hex: "00AB01")?.hex == "ab01")
        #expect(SerialNumber(hex: "0") == SerialNumber(hex: "000"))
        #expect(SerialNumber(hex: "000")?.hex == "0")
        #expect(SerialNumber(hex: String(repeating: "f", count: 40)) != nil)
    }

    @Test(arguments: ["", "-1", "0x1", "1 2", "g", "١", String(repeating: "f", count: 41)])
    func `what is no number is refused`(_ text: String) { #expect(SerialNumber(hex: text) == nil) }

    @Test func `random ones are long and all different`() throws {
        let numbers = try (0..<100).map { _ in try SerialNumber.random() }
        #expect(Set(numbers).count == 100)
        #expect(numbers.allSatisfy { $0.hex.count == 32 })
    }

    @Test func `it is kept as text`() throws {
        let number = try SerialNumber.random()
        let json = try JSONEncoder().encode([number])
        #expect(try JSONDecoder().decode([String].self, from: json) == [number.hex])
        #expect(try JSONDecoder().decode([SerialNumber].self, from: json) == [number])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([SerialNumber].self, from: Data(#"["x"]"#.utf8))
        }
    }
}
