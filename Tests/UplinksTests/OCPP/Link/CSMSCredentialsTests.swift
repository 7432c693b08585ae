import FoundationEssentials
import Testing

@testable import Uplinks

@Suite struct CSMSCredentialsTests {
    private func header(
        _ text: String, _ form: CSMSCredentials.PasswordForm, identity: String
    ) throws -> String? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appending(path: "password"))
        let credentials = CSMSCredentials.password(.credential(name: "password"), form: form)
        return try credentials.header(identity: identity, environment: ["CREDENTIALS_DIRECTORY": folder.path])?.1
    }

    /// The check vector of the standard (OCPP-J 1.6, section 6.2.2).
    @Test func `the key of OCPP 1_6 is sent as the bytes behind its digits`() throws {
        let expected = "Basic QUwxMDAwOgABAgMEBQYH////////////////"
        for digits in ["0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF", "0001020304050607ffffffffffffffffffffffff\n"] {
            #expect(try header(digits, .hex, identity: "AL1000") == expected)
        }
    }

    @Test func `a password of OCPP 2_0_1 is sent as text`() throws {
        #expect(try header("00010203\n", .text, identity: "CP1") == "Basic Q1AxOjAwMDEwMjAz")
        #expect(try header("a:b c", .text, identity: "CP1") == "Basic Q1AxOmE6YiBj")
    }

    @Test(arguments: [("", CSMSCredentials.PasswordForm.text), ("a\nb", .text), ("001", .hex), ("xyz!", .hex)])
    func `what is no password is not sent`(_ text: String, _ form: CSMSCredentials.PasswordForm) {
        #expect(throws: SecretProblem.self) { try header(text, form, identity: "CP1") }
    }

    @Test func `without a password there is no header`() throws {
        #expect(try CSMSCredentials.none.header(identity: "CP1") == nil)
    }
}
