import Charging
import FoundationEssentials
import Testing
import Trust
import WebSocket

@testable import Stations

@Suite struct PasswordTests {
    /// The check vector of the security white paper.
    static let key = "0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF"

    struct Case: Sendable, CustomTestStringConvertible {
        var password: String
        var header: String?
        var opens: Bool
        var testDescription: String { "\(password) \(header ?? "-")" }
    }

    @Test(arguments: [
        Case(password: key, header: "Basic QUwxMDAwOgABAgMEBQYH////////////////", opens: true),
        Case(password: key.lowercased(), header: "basic  QUwxMDAwOgABAgMEBQYH////////////////", opens: true),
        Case(password: key, header: basic("AL1000:" + key), opens: true),
        Case(password: key, header: basic("AL1000:" + key.lowercased()), opens: true),
        Case(password: key, header: basic("AL1000:" + key.dropLast()), opens: false),
        Case(password: "abcdef", header: "Basic QUwxMDAwOqvN7w==", opens: true),
        Case(password: "a8f3b2e1c4d5x", header: basic("AL1000:a8f3b2e1c4d5x"), opens: true),
        Case(password: "a8f3b2e1c4d5x", header: basic("AL1000:A8F3B2E1C4D5X"), opens: false),
        Case(password: "with:colon", header: basic("AL1000:with:colon"), opens: true),
        Case(password: "geheim", header: basic("al1000:geheim"), opens: true),
        Case(password: "geheim", header: basic(":geheim"), opens: true),
        Case(password: "geheim", header: basic("AL2000:geheim"), opens: false),
        Case(password: "geheim", header: basic("AL1000:"), opens: false),
        Case(password: "geheim", header: basic("AL1000"), opens: false),
        Case(password: "geheim", header: basic("AL1000:geheim").replacing("=", with: ""), opens: true),
        Case(password: "geheim", header: "Bearer QUwxMDAwOmdlaGVpbQ==", opens: false),
        Case(password: "geheim", header: "Basic !!!", opens: false),
        Case(password: "geheim", header: "Basic " + String(repeating: "A", count: 5000), opens: false),
        Case(password: "geheim", header: nil, opens: false),
    ])
    func `a password opens in each of the forms stations send it in`(_ example: Case) async throws {
        let hash = try #require(StationSecret(example.password)).hash(cost: .init(logRounds: 1))
        for secret in [Secret(file: example.password), Secret(file: hash.text)] {
            let rule = StationRule(securityProfile: 1, secret: secret)
            #expect(await Self.opens(rule, example.header, for: "AL1000") == example.opens)
        }
    }

    @Test(arguments: ["Basic R1JTLTE3MDAwMDAwMDA6", "Basic b29jcDqrze8=", "nonsense", nil])
    func `Q60 Q62 without a password every header is ignored`(_ header: String?) async {
        #expect(await Self.opens(.none, header, for: "CP1"))
    }

    private static func opens(_ rule: StationRule, _ header: String?, for identity: String) async -> Bool {
        let examination = Examination(station: StationID(identity), rule: rule)
        let proof = await examination.examine(
            Handshake(path: "/", authorization: header), CredentialBook(recorder: FakeRecorder()), HashingDesk())
        if case .proved = proof { return true }
        return false
    }

    @Test func `a password does not show itself`() {
        #expect(!"\(Password("geheim"))".contains("geheim"))
    }

    private static func basic(_ text: String) -> String {
        "Basic " + Data(text.utf8).base64EncodedString()
    }
}
