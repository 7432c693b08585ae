import Charging
import Testing
import Trust
import WebSocket

@testable import Stations

/// What a connection must bring for each security profile. OCPP 1.6 security white paper, sections 2 and 3.
@Suite struct ProofTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var least: Int
        var tls = true
        /// The common name of the client certificate.
        var certificate: String?
        var serial = "0a01"
        var password: String?
        /// `proved 2`, or the status and a word of the reason.
        var outcome: String
        var testDescription: String {
            "profile \(least), tls \(tls), certificate \(certificate ?? "-"), password \(password ?? "-"): \(outcome)"
        }
    }

    @Test(arguments: [
        Case(least: 0, tls: false, outcome: "proved 0"),
        Case(least: 0, outcome: "proved 0"),
        Case(least: 1, tls: false, password: "geheim", outcome: "proved 1"),
        Case(least: 1, tls: false, password: "falsch", outcome: "401"),
        Case(least: 1, password: "geheim", outcome: "proved 2"),
        Case(least: 1, certificate: "CP1", outcome: "proved 3"),
        Case(least: 2, tls: false, password: "geheim", outcome: "403 wss://"),
        Case(least: 2, password: "geheim", outcome: "proved 2"),
        Case(least: 2, outcome: "401"),
        Case(least: 2, certificate: "CP1", outcome: "proved 3"),
        Case(least: 2, certificate: "CP2", outcome: "401"),
        Case(least: 3, tls: false, password: "geheim", outcome: "403 TLS"),
        Case(least: 3, password: "geheim", outcome: "403 showed none"),
        Case(least: 3, certificate: "CP1", outcome: "proved 3"),
        Case(least: 3, certificate: "SN-4711", outcome: "proved 3"),
        Case(least: 3, certificate: "CP2", password: "geheim", outcome: "403 not for this station"),
        Case(least: 3, certificate: "", outcome: "403 not for this station"),
        // Issued here for another station, whatever it says.
        Case(least: 3, certificate: "CP1", serial: "00BEEF", outcome: "403 not for this station"),
        // Issued here for this station, whatever it says.
        Case(least: 3, certificate: "anything", serial: "cafe", outcome: "proved 3"),
        Case(least: 3, certificate: "CP1", serial: "0bad", outcome: "403 revoked"),
        Case(least: 0, certificate: "CP1", serial: "0BAD", outcome: "403 revoked"),
    ])
    func `a connection that offers less than the station's profile is refused`(_ example: Case) async throws {
        let book = CredentialBook(recorder: FakeRecorder())
        try await book.issued(Self.certificate("beef"), to: "CP2")
        try await book.issued(Self.certificate("cafe"), to: "CP1")
        try await book.issued(Self.certificate("bad"), to: "CP1")
        #expect(try await book.revoke("0BAD", at: Timestamp(seconds: 5)) == "CP1")
        let examination = Examination(
            station: "CP1", rule: StationRule(securityProfile: example.least, secret: .plain(Password("geheim"))),
            boot: Boot(vendor: "V", model: "M", serialNumber: "SN-4711", dialect: "ocpp1.6"))
        #expect(await Self.words(examination.examine(Self.handshake(example), book, HashingDesk()), example.outcome))
    }

    @Test func `a bound name counts in place of the id`() async {
        let rule = StationRule(securityProfile: 3, certificateName: "WB-0815")
        let examination = Examination(station: "CP1", rule: rule)
        let book = CredentialBook(recorder: FakeRecorder())
        for (name, opens) in [("WB-0815", true), ("CP1", false)] {
            let handshake = Self.handshake(Case(least: 3, certificate: name, outcome: ""))
            let proof = await examination.examine(handshake, book, HashingDesk())
            #expect(Self.words(proof, opens ? "proved 3" : "403"))
        }
    }

    @Test func `neither the file nor the journal lowers what the other asks for`() {
        let settled = StationCredentials(securityProfile: 2)
        #expect(
            Examination(station: "CP1", rule: .none, settled: settled).leastProfile == 2)
        #expect(
            Examination(station: "CP1", rule: StationRule(securityProfile: 3), settled: settled).leastProfile == 3)
    }

    private static func certificate(_ serial: String) -> StationCertificate {
        StationCertificate(
            serial: serial, subject: "CN=x", notBefore: Timestamp(seconds: 0), notAfter: Timestamp(seconds: 9),
            fingerprint: "")
    }

    private static func handshake(_ example: Case) -> Handshake {
        let certificate = example.certificate.map {
            TLSPeer.ClientCertificate(commonName: $0, organisation: nil, serialHex: example.serial)
        }
        let header = ["geheim": "Basic Q1AxOmdlaGVpbQ==", "falsch": "Basic Q1AxOmZhbHNjaA=="]
        return Handshake(
            path: "/CP1", authorization: example.password.flatMap { header[$0] },
            tls: example.tls ? TLSPeer(version: "TLS 1.3", certificate: certificate) : nil)
    }

    private static func words(_ proof: Proof, _ expected: String) -> Bool {
        switch proof {
        case .proved(let profile, _): return "proved \(profile)" == expected
        case .refused(let refusal):
            let parts = expected.split(separator: " ", maxSplits: 1)
            return "\(refusal.status)" == parts[0] && (parts.count < 2 || refusal.reason.contains(parts[1]))
        }
    }
}
