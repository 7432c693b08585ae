import FoundationEssentials
import Gateway
import Testing

struct ConfigurationChecksTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// One line of the sample, what somebody wrote instead, and what must be said on which line.
    struct Case: CustomTestStringConvertible, Sendable {
        var line: String
        var slip: String
        var message: String
        var severity = Problem.Severity.error
        var hint = ""
        var told = Told.there

        /// On which line a problem is told: that of the slip, of its table, or of the key beside it that is to blame.
        enum Told { case there, atItsHeader, at(String) }

        var testDescription: String { slip }
    }

    @Test(arguments: [
        Case(line: "[site]", slip: "[sit]", message: "Unknown key \"sit\"", hint: "site"),
        Case(line: "name = \"Depot\"", slip: "nmae = \"Depot\"", message: "Unknown key \"nmae\"", hint: "name"),
        Case(line: "name = \"Depot\"", slip: "name = \"\"", message: "cannot be the name of a site"),
        Case(line: "time_zone = \"Europe/Vienna\"", slip: "time_zone = \"Europe/Wien\"", message: "time zone"),
        Case(line: "time_zone = \"Europe/Vienna\"", slip: "time_zone = \"../../etc/passwd\"", message: "time zone"),
        Case(line: "path = \"DIR/ohmstead.db\"", slip: "path = \"DIR/none/x.db\"", message: "does not exist"),
        Case(line: "listen = \"127.0.0.1:9080\"", slip: "listen = \"127.0.0.1\"", message: "no address with a port"),
        Case(line: "listen = \"127.0.0.1:9080\"", slip: "listen = \"0.0.0.0:9000\"", message: "port 9000 already"),
        Case(line: "listen = \"0.0.0.0:9000\"", slip: "listen = \"::1:70000\"", message: "no address with a port"),
    ])
    func `a mistake about the site is told with its line`(_ slip: Case) throws { try check(slip) }

    @Test(arguments: [
        Case(line: "id = \"CP1\"", slip: "id = \"\"", message: "cannot be a name"),
        Case(
            line: "id = \"CP1\"", slip: "id = \"0123456789012345678901234567890123456789012345678\"",
            message: "cannot be a name", hint: "1 to 48"),
        Case(line: "id = \"CP1\"", slip: "id = \"CP:1\"", message: "colon"),
        Case(line: "id = \"CP2\"", slip: "id = \"CP1\"", message: "already on line 11"),
        Case(line: "id = \"carport\"", slip: "id = \"CP2\"", message: "already on line 16"),
        Case(
            line: "security_profile = 1", slip: "security_profile = 4", message: "no security profile 4",
            hint: "3 (client certificate)"),
        Case(
            line: "security_profile = 1", slip: "security_profile = 2", message: "needs TLS", hint: "[[listener]]"),
        Case(line: "id = \"CP2\"", slip: "dialect = \"ocpp1.5\"\nid = \"CP2\"", message: "ocpp1.5"),
        Case(
            line: "security_profile = 1", slip: "security_profile = 0", message: "not asked for", severity: .warning,
            told: .at("password_file")),
        Case(line: "password_file = \"DIR/CP1.password\"", slip: "", message: "needs a password", told: .atItsHeader),
        Case(
            line: "password_file = \"DIR/CP1.password\"", slip: "password_file = \"DIR/none\"",
            message: "There is no file"),
        Case(
            line: "meter = \"garage\"", slip: "meter = \"garrage\"", message: "no meter \"garrage\"", hint: "\"garage\""
        ),
        Case(line: "meter = \"drive\"", slip: "meter = \"garage\"", message: "counts for \"CP1\" already"),
        Case(line: "stop_below_watts = 100", slip: "stop_below_watts = 500", message: "before it begins"),
    ])
    func `a mistake about a station is told with its line`(_ slip: Case) throws { try check(slip) }

    @Test(arguments: [
        Case(line: "address = \"127.0.0.1:502\"", slip: "address = \"127.0.0.1\"", message: "no address with a port"),
        Case(
            line: "address = \"127.0.0.1:502\"", slip: "", message: "either a device or an address",
            told: .atItsHeader),
        Case(
            line: "address = \"127.0.0.1:502\"", slip: "device = \"/dev/none\"", message: "not there now",
            severity: .warning),
        Case(
            line: "name = \"tcp\"", slip: "name = \"serial\"", message: "Nothing hangs", severity: .warning,
            told: .atItsHeader),
        Case(
            line: "name = \"tcp\"", slip: "name = \"tcp\"\nrs485 = \"kernel\"", message: "no effect",
            severity: .warning,
            told: .at("rs485")),
        Case(
            line: "address = \"127.0.0.1:502\"", slip: "device = \"/dev/null\"\nframing = \"rtu\"",
            message: "no effect on a serial device", severity: .warning, told: .at("framing")),
        Case(
            line: "name = \"tcp\"", slip: "name = \"tcp\"\nframing = \"udp\"", message: "\"rtu\"",
            told: .at("framing")),
        Case(
            line: "name = \"tcp\"", slip: "name = \"tcp\"\nretries = 6", message: "out of range", hint: "0 to 5",
            told: .at("retries")),
        Case(
            line: "interval_seconds = 10", slip: "timeout_milliseconds = 5", message: "out of range",
            hint: "10 to 10000", told: .at("timeout_milliseconds")),
        Case(
            line: "interval_seconds = 10", slip: "pause_milliseconds = 6000", message: "out of range",
            told: .at("pause_milliseconds")),
        Case(line: "bus = \"tcp\"", slip: "bus = \"tpc\"", message: "no bus \"tpc\"", hint: "\"tcp\""),
        Case(line: "unit = 1", slip: "unit = 300", message: "out of range", hint: "255"),
        Case(line: "unit = 2", slip: "unit = 1", message: "\"garage\" already"),
        Case(
            line: "interval_seconds = 10", slip: "most_kilowatts = 0", message: "out of range", hint: "1 to 10000",
            told: .at("most_kilowatts")),
        Case(line: "interval_seconds = 10", slip: "interval_seconds = 0", message: "out of range", hint: "1 to 3600"),
        Case(
            line: "profile = \"eastron-sdm630\"", slip: "profile = \"eastron-sdm360\"", message: "no profile",
            hint: "eastron-sdm630"),
        Case(
            line: "profiles = \"DIR\"", slip: "profiles = \"DIR/none\"", message: "no profile", hint: "[meters]",
            told: .at("profile =")),
    ])
    func `a mistake about a meter is told with its line`(_ slip: Case) throws { try check(slip) }

    @Test(arguments: [
        Case(line: "tags = [\"04B0267AE05C80\"]", slip: "tags = [\"\"]", message: "cannot be a tag"),
        Case(
            line: "tags = [\"04B0267AE05C80\"]", slip: "tags = []", message: "none is listed", severity: .warning,
            told: .at("accept")),
        Case(line: "accept = \"listed\"", slip: "accept = \"anybody\"", message: "\"everyone\""),
        Case(
            line: "accept = \"listed\"", slip: "accept = \"everyone\"", message: "no effect", severity: .warning,
            told: .at("tags")),
        Case(
            line: "accept = \"listed\"", slip: "accept = \"listed\"\ncache_days = 0", message: "out of range",
            hint: "1 to 3650", told: .at("cache_days")),
        Case(
            line: "accept = \"listed\"", slip: "accept = \"listed\"\nmaster_group = \"\"",
            message: "cannot be a group", told: .at("master_group")),
        Case(
            line: "accept = \"listed\"", slip: "accept = \"listed\"\nwhen_offline = \"nobody\"",
            message: "No cloud is asked", severity: .warning, hint: "accept = \"authorized\"",
            told: .at("when_offline")),
        Case(
            line: "id = \"CP2\"", slip: "id = \"CP2\"\nwhen_offline = \"everyone\"", message: "at \"CP2\"",
            severity: .warning, told: .at("when_offline")),
        Case(line: "final_after_seconds = 600", slip: "final_after_seconds = -1", message: "out of range"),
        Case(
            line: "url = \"https://chargereport.app\"", slip: "url = \"http://chargereport.app\"",
            message: "unencrypted", hint: "https"),
        Case(line: "url = \"https://chargereport.app\"", slip: "url = \"chargereport.app\"", message: "no URL"),
        Case(line: "name = \"credit\"", slip: "name = \"employer\"", message: "already on line"),
        Case(line: "stations = [\"CP1\"]", slip: "stations = [\"CP9\"]", message: "no station \"CP9\""),
        Case(line: "key_file = \"DIR/cloud.key\"", slip: "", message: "in one way", told: .atItsHeader),
        Case(
            line: "key_file = \"DIR/second.key\"", slip: "key_file = \"DIR/cloud.key\"",
            message: "\"CP1\" is reported with this key by \"employer\" already", told: .atItsHeader),
    ])
    func `a mistake about tags, sessions and clouds is told with its line`(_ slip: Case) throws { try check(slip) }

    @Test func `a device is one bus, whatever name it has`() throws {
        let alias = "\(scratch.path)/adapter"
        try FileManager.default.createSymbolicLink(atPath: alias, withDestinationPath: "/dev/null")
        let buses = "[[bus]]\nname = \"one\"\ndevice = \"/dev/null\"\n[[bus]]\nname = \"two\"\ndevice = \"\(alias)\"\n"
        let problems = try problems(try Sample.site(scratch) + "\n" + buses)
        #expect(problems.contains { $0.message.hasSuffix("is the bus \"one\" already.") })
    }

    /// A bus and meters on it, and what must be said of them.
    @Test(arguments: [
        ("protocol = \"p1\"\nrs485 = \"kernel\"", "", "rs485 has no effect on a bus of the protocol \"p1\"."),
        ("protocol = \"sml\"\npushes = true", "", "pushes has no effect"),
        ("protocol = \"p1\"", "channel = 5", "channel = 5 is out of range"),
        ("protocol = \"sml\"", "channel = 1", "channel has no effect"),
        ("protocol = \"d0\"", "interval_seconds = 5", "interval_seconds = 5 is out of range"),
        ("protocol = \"p1\"", "profile = \"eastron-sdm630\"", "profile has no effect"),
        ("protocol = \"p1\"", "[[meter]]\nid = \"other\"\nbus = \"grid\"", "is the meter \"grid\" already"),
        ("protocol = \"modbus\"", "", "The meter \"grid\" has no profile."),
    ])
    func `a mistake about a line of telegrams is told`(_ bus: String, _ meter: String, _ words: String) throws {
        let lines = "[[bus]]\nname = \"grid\"\naddress = \"127.0.0.1:4196\"\n\(bus)\n"
        let text = try Sample.site(scratch) + "\n\(lines)[[meter]]\nid = \"grid\"\nbus = \"grid\"\n\(meter)\n"
        #expect(try problems(text).map(\.message).contains { $0.contains(words) })
    }

    @Test func `a line of telegrams needs neither unit nor profile, and gas hangs behind it`() throws {
        let lines = "[[bus]]\nname = \"grid\"\naddress = \"127.0.0.1:4196\"\nprotocol = \"p1\"\n"
        let meters = "[[meter]]\nid = \"grid\"\nbus = \"grid\"\n[[meter]]\nid = \"gas\"\nbus = \"grid\"\nchannel = 1\n"
        #expect(try problems(try Sample.site(scratch) + "\n" + lines + meters).isEmpty)
    }

    @Test func `a serial line behind TCP has the addresses of a serial line`() throws {
        let text = try Sample.site(scratch).replacing("name = \"tcp\"", with: "name = \"tcp\"\nframing = \"rtu\"")
        #expect(try problems(text).isEmpty)
        let wrong = text.replacing("unit = 2", with: "unit = 255")
        #expect(try problems(wrong).map(\.hint) == ["Write a number from 1 to 247."])
    }

    @Test func `all mistakes are told at once, in the order of the file`() throws {
        let text = try Sample.site(scratch)
            .replacing("meter = \"garage\"", with: "meter = \"garag\"")
            .replacing("interval_seconds = 10", with: "interval_seconds = 4000")
            .replacing("final_after_seconds = 600", with: "final_after_seconds = 90000")
        let problems = try problems(text)

        #expect(problems.map(\.line) == [14, 30, 42])
        #expect(problems.allSatisfy { $0.hint != nil })
    }

    @Test func `a key file that everybody can read is a warning`() throws {
        let text = try Sample.site(scratch)
        try scratch.write("cloud.key", "cr_test_key", mode: 0o644)

        let problems = try problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.severity == .warning)
        #expect(problems.first?.hint == "Run: chmod o= \(scratch.path)/cloud.key")
    }

    @Test func `a mistake in a profile is told once, with the profile's own file and line`() throws {
        let text = try Sample.site(scratch)
        let wrong = Sample.profile.replacing("float32", with: "float33")
        let path = try scratch.write("eastron-sdm630.toml", wrong)

        let problems = try problems(text)
        #expect(problems.map(\.file) == [path])
        #expect(problems.map(\.line) == [8])
    }

    @Test func `a short password is a warning, and is never shown`() throws {
        let text = try Sample.site(scratch)
        try scratch.write("CP1.password", "hunter2")

        let problems = try problems(text)
        #expect(problems.map(\.severity) == [.warning])
        #expect(!problems.description.contains("hunter2"))
    }

    private func check(_ slip: Case) throws {
        func inScratch(_ text: String) -> String { text.replacing("DIR", with: scratch.path) }
        var lines = try Sample.site(scratch).split(separator: "\n").map(String.init)
        let index = try #require(lines.firstIndex(of: inScratch(slip.line)))
        let slips = inScratch(slip.slip).split(separator: "\n", omittingEmptySubsequences: false)
        lines.replaceSubrange(index...index, with: slips.map(String.init))
        let expected: Int? =
            switch slip.told {
            case .there: index
            case .atItsHeader: lines[..<index].lastIndex { $0.hasPrefix("[") }
            case .at(let key): lines.firstIndex { $0.hasPrefix(key) }
            }

        let problems = try problems(lines.joined(separator: "\n"))
        let problem = try #require(problems.first { $0.message.contains(slip.message) }, "\(problems)")
        #expect(problem.line == expected.map { $0 + 1 })
        #expect(problem.severity == slip.severity)
        #expect((problem.hint ?? "").contains(slip.hint))
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
