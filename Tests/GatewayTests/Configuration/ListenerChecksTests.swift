import Gateway
import Testing

struct ListenerChecksTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    struct Case: CustomTestStringConvertible, Sendable {
        /// The text; the line that is to blame ends with `#!`.
        var text: String
        var message: String
        var severity = Problem.Severity.error
        var hint = ""
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "[[listener]]\naddress = \"9001\" #!", message: "no address with a port"),
        Case(text: "[[listener]]\naddress = \"0.0.0.0:9000\" #!", message: "listened on already", hint: "another port"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9080\" #!", message: "The page listens on port 9080 already"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\nnetworks = [\"192.168.0.0/40\"] #!",
            message: "no network", hint: "192.168.0.0/16"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\nmax_connections = 0 #!", message: "out of range"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\ncertificate = \"/x.pem\" #!",
            message: "no meaning without TLS", hint: "tls = true"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\nclient_certificates = \"required\" #!",
            message: "no meaning without TLS"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\nclient_certificates = \"yes\" #!", message: "\"yes\""),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\ncertificate = \"/x.pem\" #!",
            message: "no key to this certificate"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\nkey = \"/x.pem\" #!",
            message: "no certificate to this key"),
        Case(
            text:
                "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\nkey = \"DIR/none\"\ncertificate = \"DIR/none\" #!",
            message: "There is no file"),
        Case(
            text:
                "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\nkey = \"DIR/text\"\ncertificate = \"DIR/text\" #!",
            message: "holds no certificate"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\nrsa_certificate = \"/x.pem\" #!",
            message: "no key to this certificate", hint: "rsa_key"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\nrsa_key = \"/x.pem\" #!",
            message: "no certificate to this key", hint: "rsa_certificate"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\nrsa_key = \"/x.pem\"\n"
                + "rsa_certificate = \"/x.pem\" #!",
            message: "stands beside another one", hint: "key_type = \"both\""),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\nrsa_key = \"/x.pem\" #!",
            message: "no meaning without TLS"),
        Case(
            text: "[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true #!", message: "No names are given",
            severity: .warning, hint: "[security] names"),
        Case(text: "[security]\nnames = [\"wss://box\"] #!", message: "no name or address of a machine"),
        Case(text: "[security]\ncertificate_days = 4000 #!", message: "out of range"),
        Case(text: "[security]\nca_directory = \"DIR/text\" #!", message: "not a directory"),
        Case(
            text: "[[station]]\nid = \"CP1\"\nsecurity_profile = 3 #!", message: "Security profile 3 needs TLS",
            hint: "[[listener]]"),
        Case(
            text: "[security]\nnames = [\"box\"]\n[[listener]]\naddress = \"0.0.0.0:9001\"\ntls = true\n"
                + "[[station]]\nid = \"CP1\"\nsecurity_profile = 3 #!",
            message: "no listener asks for one", hint: "client_certificates"),
        Case(
            text: "[[station]]\nid = \"CP1\"\nsecurity_profile = 1\npassword_file = \"DIR/hash\" #!",
            message: "damaged password hash"),
        Case(
            text: "[[station]]\nid = \"CP1\"\ncertificate_name = \"\" #!",
            message: "cannot be the name in a certificate"),
        Case(text: "[[station]]\nid = \"CP1\"\ndialect = \"ocpp1.5\" #!", message: "ocpp1.5"),
        Case(text: "[[station]]\nid = \"CP1\"\naddress = \"carport\" #!", message: "no IP address"),
        Case(
            text: "[[station]]\nid = \"CP1\"\naddress = \"192.0.2.5\"\n[[station]]\nid = \"CP2\"\n"
                + "address = \"::ffff:192.0.2.5\" #!",
            message: "There is a station with the address \"192.0.2.5\" already"),
    ])
    func `a mistake about listeners and certificates is told with its line`(_ example: Case) throws {
        try scratch.write("text", "no PEM\n")
        try scratch.write("hash", "$scrypt$ln=99$x$y\n")
        let text = Self.site + example.text
        let path = try scratch.write("ohmstead.toml", text.replacing("DIR", with: scratch.path))
        let line = text.split(separator: "\n").firstIndex { $0.hasSuffix("#!") }.map { $0 + 1 }
        let problems: [Problem]
        do {
            problems = try Configuration.load(path: path).warnings
        } catch {
            problems = error.problems
        }
        let problem = try #require(problems.first { $0.message.contains(example.message) }, "\(problems)")
        #expect(problem.line == line)
        #expect(problem.severity == example.severity)
        #expect((problem.hint ?? "").contains(example.hint))
    }

    @Test func `blocks stand beside what is written under stations, and in place of what is not`() throws {
        let block = "[security]\nnames = [\"box\"]\n[[listener]]\naddress = \"0.0.0.0:9443\"\ntls = true\n"
        #expect(try load(Self.site + block).listeners.map(\.address) == ["0.0.0.0:9000", "0.0.0.0:9443"])
        #expect(try load(Self.site + block).listeners.map(\.tls) == [false, true])
        let without = Self.site.replacing("[stations]\nlisten = \"0.0.0.0:9000\"\n", with: "")
        #expect(try load(without + block).listeners.map(\.address) == ["0.0.0.0:9443"])
        #expect(try load(without).listeners.map(\.address) == ["0.0.0.0:9000"])
    }

    private func load(_ text: String) throws -> Configuration {
        try Configuration.load(
            path: try scratch.write("ohmstead.toml", text.replacing("DIR", with: scratch.path)))
    }

    private static let site = """
        [storage]
        path = "DIR/ohmstead.db"
        [console]
        listen = "127.0.0.1:9080"
        [stations]
        listen = "0.0.0.0:9000"

        """
}
