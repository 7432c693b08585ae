import Charging
import FoundationEssentials
import Gateway
import Testing

struct CSMSChecksTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// A back office that may be told everything, with a password for each station.
    private static let office = """
        [[csms]]
        name = "office"
        url = "wss://csms.example.org/ocpp"
        version = "2.0.1"
        controls = true
        password_file = "DIR/{station}.password"
        """

    /// The ChargeReport gateway, for the one station the push API does not report.
    private static let gateway = """
        [[csms]]
        name = "refund"
        preset = "chargereport"
        token_file = "DIR/{station}.token"
        stations = ["CP2"]
        """

    /// The sample, with both keys of ChargeReport for the first station alone.
    private func site(_ blocks: String..., accept: String = "accept = \"listed\"") throws -> String {
        for station in ["CP1", "CP2", "carport"] {
            try scratch.write("\(station).password", "0123456789abcdef\n")
            try scratch.write("\(station).token", "tok_\(station)\n")
        }
        return try Sample.site(scratch)
            .replacing("accept = \"listed\"", with: accept)
            .replacing("name = \"credit\"", with: "name = \"credit\"\nstations = [\"CP1\"]")
            + "\n" + blocks.joined(separator: "\n").replacing("DIR", with: scratch.path)
    }

    @Test func `a back office and ChargeReport's gateway can be told side by side`() throws {
        let path = try scratch.write("ohmstead.toml", try site(Self.office, Self.gateway))
        let configuration = try Configuration.load(path: path)
        #expect(configuration.warnings == [])
        let office = try #require(configuration.csms.first)
        #expect(office.version == .ocpp201)
        #expect(office.stopsRefused)
        #expect(configuration.deciders == ["CP1": "office", "CP2": "office", "carport": "office"])
        let gateway = try #require(configuration.csms.last)
        #expect(gateway.address == "wss://ocpp.chargereport.app/cp/{token}")
        #expect(gateway.tokenPath(of: "CP2") == "\(scratch.path)/CP2.token")
        #expect(!gateway.stopsRefused)
    }

    @Test func `a station has another name where identities says so`() throws {
        let named = Self.office + "\nidentities = { CP1 = \"NL*1\" }\n"
        let configuration = try Configuration.load(path: try scratch.write("ohmstead.toml", try site(named)))
        #expect(configuration.csms[0].identity(of: "CP1") == "NL*1")
        #expect(configuration.csms[0].identity(of: "CP2") == "CP2")
    }

    /// What is written instead of a line of the back office, and what must be said of it.
    struct Case: CustomTestStringConvertible, Sendable {
        var line: String
        var slip: String
        var message: String
        var hint: String
        var severity = Problem.Severity.error
        var testDescription: String { slip }
    }

    private static let address = "url = \"wss://csms.example.org/ocpp\""

    @Test(arguments: [
        Case(line: "name = \"office\"", slip: "name = \"a/b\"", message: "cannot be a name", hint: "without \"/\""),
        Case(line: "name = \"office\"", slip: "name = \"employer\"", message: "already on line", hint: "another name"),
        Case(line: address, slip: "", message: "is missing", hint: "url = \"wss://"),
        Case(line: address, slip: "url = \"https://csms.example.org\"", message: "no URL", hint: "{station}"),
        Case(line: address, slip: "url = \"wss://csms.example.org/{id}\"", message: "no URL", hint: "{station}"),
        Case(
            line: address, slip: "url = \"ws://192.168.1.5/ocpp\"", message: "unencrypted",
            hint: "unencrypted = true"),
        Case(
            line: address, slip: "url = \"wss://csms.example.org/\"\nunencrypted = true", message: "no effect",
            hint: "Remove unencrypted", severity: .warning),
        Case(
            line: address, slip: "url = \"wss://csms.example.org/{station}?auth=hunter2\"", message: "a secret",
            hint: "token_file"),
        Case(
            line: address, slip: "url = \"wss://csms.example.org/cp/{token}\"", message: "token", hint: "token_file"),
        Case(
            line: address, slip: "\(address)\ntoken_file = \"DIR/{station}.token\"", message: "no place for the token",
            hint: "{token}"),
        Case(
            line: address, slip: "url = \"wss://csms.example.org/{token}\"\ntoken_file = \"DIR/CP1.token\"",
            message: "One token is given for 3 stations", hint: "{station}"),
        Case(line: "version = \"2.0.1\"", slip: "version = \"2.0\"", message: "\"2.0\"", hint: ""),
        Case(
            line: "version = \"2.0.1\"", slip: "version = \"2.0.1\"\npreset = \"steve\"", message: "OCPP 1.6 only",
            hint: "version = \"1.6\""),
        Case(
            line: "version = \"2.0.1\"", slip: "version = \"2.0.1\"\npreset = \"joulo\"", message: "OCPP 1.6 only",
            hint: "version = \"1.6\""),
        Case(
            line: "version = \"2.0.1\"", slip: "preset = \"joulo\"\nidentities = { CP1 = \"CP 1\" }",
            message: "at Joulo", hint: "identities"),
        Case(
            line: "controls = true", slip: "late_refusal = \"stop\"", message: "Only the cloud that controls",
            hint: "controls = true"),
        Case(
            line: "controls = true", slip: "controls = true\nstations = [\"CP9\"]", message: "no station \"CP9\"",
            hint: "\"CP1\""),
        Case(
            line: "controls = true", slip: "controls = true\nstations = []", message: "No station is told",
            hint: "remove the key", severity: .warning),
        Case(
            line: "controls = true", slip: "controls = true\nidentities = { CP9 = \"X\" }",
            message: "is no station of this block", hint: "identities"),
        Case(
            line: "controls = true", slip: "controls = true\nidentities = { CP1 = \"A:1\" }", message: "colon",
            hint: "identities"),
        Case(
            line: "controls = true", slip: "controls = true\nidentities = { CP1 = \"CP2\" }",
            message: "taken for one station", hint: "of its own"),
        Case(
            line: "controls = true", slip: "controls = true\nanonymous_tag = \"\"", message: "cannot be a tag",
            hint: "\"ANONYMOUS\""),
        Case(
            line: "controls = true", slip: "controls = true\nvalues_every_seconds = -1", message: "out of range",
            hint: "86400"),
        Case(
            line: "controls = true", slip: "controls = true\nca_file = \"DIR/none.pem\"", message: "There is no file",
            hint: "PEM"),
        Case(
            line: "controls = true", slip: "controls = true\ncertificate_file = \"DIR/{station}.pem\"",
            message: "no key", hint: "key_file"),
        Case(
            line: "controls = true", slip: "controls = true\nkey_file = \"DIR/a\"\ncertificate_file = \"DIR/b\"",
            message: "One certificate is given for 3 stations", hint: "{station}"),
        Case(
            line: "password_file = \"DIR/{station}.password\"", slip: "password_file = \"DIR/{station}.pass\"",
            message: "There is no file", hint: "path of the file"),
        Case(
            line: "password_file = \"DIR/{station}.password\"",
            slip: "password_file = \"DIR/{station}.password\"\npassword_credential = \"x\"", message: "in one way",
            hint: "Remove"),
        Case(
            line: "password_file = \"DIR/{station}.password\"",
            slip: "password_file = \"DIR/{station}.password\"\npassword_form = \"hex\"",
            message: "Passwords are text in OCPP 2.0.1", hint: "\"text\""),
        Case(
            line: "password_file = \"DIR/{station}.password\"", slip: "password_form = \"hex\"",
            message: "no effect", hint: "password_file", severity: .warning),
    ])
    func `a mistake about a back office is told with its line`(_ slip: Case) throws {
        try check(slip, in: Self.office)
    }

    @Test(arguments: [
        Case(
            line: "token_file = \"DIR/{station}.token\"", slip: "", message: "token",
            hint: "token_file = \"/etc/ohmstead/{station}.token\""),
        Case(
            line: "token_file = \"DIR/{station}.token\"", slip: "url = \"wss://ocpp.chargereport.app/cp/abc\"",
            message: "holds the token", hint: "Remove url"),
        Case(
            line: "preset = \"chargereport\"", slip: "preset = \"chargereport\"\nversion = \"2.0.1\"",
            message: "ChargeReport's gateway speaks OCPP 1.6 only", hint: "version = \"1.6\""),
        Case(
            line: "preset = \"chargereport\"", slip: "preset = \"chargereport\"\ncontrols = true",
            message: "commands nothing", hint: "Remove controls"),
        Case(
            line: "stations = [\"CP2\"]", slip: "stations = [\"CP1\", \"CP2\"]",
            message: "\"CP1\" is reported to ChargeReport by \"credit\" already", hint: "different stations"),
    ])
    func `a mistake about ChargeReport's gateway is told with its line`(_ slip: Case) throws {
        try check(slip, in: Self.gateway)
    }

    @Test func `a token with the URL around it is refused, and never shown`() throws {
        let text = try site(Self.gateway)
        try scratch.write("CP2.token", "wss://ocpp.chargereport.app/cp/hunter2")
        let problems = try problems(text)
        #expect(problems.map(\.hint) == ["Put only the token into the file, without the URL around it."])
        #expect(!problems.description.contains("hunter2"))
    }

    @Test func `an AuthorizationKey is hexadecimal digits`() throws {
        let office = Self.office.replacing("version = \"2.0.1\"", with: "password_form = \"hex\"")
        let text = try site(office)
        #expect(try problems(text) == [])
        try scratch.write("CP2.password", "not hexadecimal")
        #expect(try problems(text).map(\.message).first?.contains("\"CP2\" is no AuthorizationKey") == true)
    }

    @Test func `two clouds do not control one station`() throws {
        let other = Self.office.replacing("office", with: "other").replacing("csms.example", with: "b.example")
        let problems = try problems(try site(Self.office, other))
        #expect(problems.map(\.severity) == [.error, .error, .error])
        #expect(problems.first?.message == "\"CP1\" is controlled by \"office\" already.")
    }

    /// One station, told to one service by two blocks; every way to write the URL is one URL.
    @Test(arguments: [
        "wss://csms.example.org/ocpp/", "WSS://CSMS.example.org:443/ocpp", "wss://csms.example.org/ocpp/{station}",
    ])
    func `a station is told to a URL once`(_ url: String) throws {
        let other = Self.office.replacing("office", with: "other").replacing("controls = true", with: "")
            .replacing("wss://csms.example.org/ocpp", with: url)
        let problems = try problems(try site(Self.office, other))
        #expect(problems.count == 3)
        #expect(problems.allSatisfy { $0.message.contains("by \"office\" already") && $0.severity == .error })
    }

    @Test func `two tokens are two accounts, and one token is one`() throws {
        let other = Self.gateway.replacing("refund", with: "second").replacing("{station}.token", with: "second.token")
        let text = try site(Self.gateway, other)
        try scratch.write("second.token", "tok_second")
        #expect(try problems(text) == [])
        try scratch.write("second.token", "tok_CP2")
        #expect(try problems(text).map(\.message).first?.contains("told to this URL by \"refund\" already") == true)
    }

    @Test func `ChargeReport is known by its host, too`() throws {
        let disguised = Self.gateway.replacing(
            "preset = \"chargereport\"", with: "url = \"wss://ocpp.ChargeReport.app/cp/{token}\""
        )
        .replacing("CP2", with: "CP1")
        #expect(try problems(try site(disguised)).map(\.severity) == [.error])
    }

    @Test func `who is asked about tags is told where it is not what was meant`() throws {
        let asked = "accept = \"authorized\""
        #expect(try problems(try site(Self.office, accept: asked)) == [])
        let nobody = try problems(try site(Self.gateway, accept: asked))
        #expect(nobody.map(\.severity) == [.warning, .warning])
        #expect(nobody.first?.message.hasPrefix("No cloud decides about tags at \"CP1\"") == true)
        #expect(nobody.first?.hint?.contains("controls = true") == true)

        let silent = try problems(try site(Self.office, accept: ""))
        #expect(silent.contains { $0.message.contains("is not asked who may charge there: everyone may.") })
        #expect(try problems(try site(Self.office)) == [], "that only listed ones charge was written")
    }

    private func check(_ slip: Case, in block: String) throws {
        let before = try site(block)
        let line = slip.line.replacing("DIR", with: scratch.path)
        let after = before.replacing(line, with: slip.slip.replacing("DIR", with: scratch.path), maxReplacements: 1)
        #expect(before != after)
        let problems = try problems(after)
        let problem = try #require(problems.first { $0.message.contains(slip.message) }, "\(problems)")
        #expect(problem.severity == slip.severity)
        #expect((problem.hint ?? "").contains(slip.hint))
        let header = before.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0 == "[[csms]]" }
        #expect((problem.line ?? 0) > (header ?? .max), "it is told somewhere in the block")
    }

    /// What `ohmstead check` would tell about the text.
    private func problems(_ text: String) throws -> [Problem] {
        let path = try scratch.write("ohmstead.toml", text)
        do {
            return try Configuration.load(path: path).warnings
        } catch {
            return error.problems
        }
    }
}
