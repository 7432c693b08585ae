import Foundation
import Testing
import Trust

@Suite(.needsOpenSSL) struct CertificateHashTests {
    private let folder: Scratch
    private let authority: SiteCA

    init() throws {
        folder = try Scratch()
        authority = try SiteCA.create(site: "Depot", at: noon)
        try folder.write("root.pem", authority.certificate.pem.utf8)
    }

    @Test(arguments: Digest.allCases)
    func `the hashes are those openssl asks an OCSP responder with`(_ algorithm: Digest) throws {
        let server = try authority.issueServer([#require(ServerName("box.local"))], at: noon).certificate
        for certificate in [server, authority.certificate] {
            try folder.write("one.pem", certificate.pem.utf8)
            let answer = try OpenSSL.run(
                [
                    "ocsp", "-\(algorithm.rawValue.lowercased())", "-issuer", "root.pem", "-cert", "one.pem",
                    "-req_text", "-no_nonce",
                ], in: folder)
            // Long lines are broken, with a backslash and two spaces.
            let text = answer.text.replacing("\\\n", with: "")
            let hash = try CertificateHash(of: certificate, issuer: authority.certificate, algorithm: algorithm)
            #expect(text.contains("Issuer Name Hash: \(hash.issuerNameHash.uppercased())\n"), "\(answer)")
            #expect(text.contains("Issuer Key Hash: \(hash.issuerKeyHash.uppercased())\n"), "\(answer)")
            #expect(text.contains("Serial Number: \(hash.serialNumber.uppercased())\n"), "\(answer)")
        }
    }

    @Test func `it is written as OCPP writes it`() throws {
        let hash = try CertificateHash(of: authority.certificate, issuer: authority.certificate)
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(hash)) as? [String: String]
        #expect(json?["hashAlgorithm"] == "SHA256")
        #expect(json?["issuerNameHash"]?.count == 64)
        #expect(json?["issuerKeyHash"]?.count == 64)
        #expect(Set(try #require(json).keys) == ["hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber"])
        #expect(try JSONDecoder().decode(CertificateHash.self, from: JSONEncoder().encode(hash)) == hash)
    }
}
