import Foundation
import Gateway
import Testing

@Suite(.timeLimit(.minutes(1))) struct CheckTests {
    @Test func `the shipped configuration only lacks its directory`() async throws {
        let answer = try await Program.run(["check", "--config", "\(Repository.path)/etc/ohmstead.toml", "--json"])
        let problems: [Problem] = try JSONDecoder().decode(from: answer)
        if FileManager.default.fileExists(atPath: "/var/lib/ohmstead") {
            #expect(problems.allSatisfy { $0.severity == .warning })
        } else {
            #expect(problems.map(\.message) == ["The directory \"/var/lib/ohmstead\" does not exist."])
            #expect(problems.map(\.hint) == ["Make it: install -d -o ohmstead -g ohmstead /var/lib/ohmstead"])
            #expect(answer.status == 1)
        }
    }

    @Test func `the shipped configuration is fine where its directories are`() async throws {
        let folder = try Folder()
        let text = try String(contentsOfFile: "\(Repository.path)/etc/ohmstead.toml", encoding: .utf8)
        let file = try folder.write("ohmstead.toml", text.replacing("/var/lib/ohmstead", with: folder.path))
        let answer = try await Program.run(["check", "--config", file])
        #expect(answer.status == 0, "\(answer)")
        #expect(answer.output == "\(file) is fine.\n")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var wrong: String
        var line: Int
        var says: String
        var hint: String
        var testDescription: String { wrong }
    }

    @Test(arguments: [
        Case(wrong: "nmae = \"Depot\"", line: 13, says: "Unknown key \"nmae\"", hint: "Known here: "),
        Case(
            wrong: "password_file = CP1", line: 13, says: "This is not TOML", hint: "a text stands in quotation marks"),
        Case(
            wrong: "security_profile = \"1\"", line: 13, says: "error: security_profile must be a whole number",
            hint: "Write security_profile = 1."),
        Case(wrong: "security_profile = 3", line: 13, says: "needs TLS", hint: "[[listener]]"),
        Case(wrong: "meter = \"garage\"", line: 13, says: "no meter \"garage\"", hint: "[[meter]]"),
    ])
    func `a mistake is told with its place and what to write instead`(_ slip: Case) async throws {
        let folder = try Folder()
        var setup = TestSite.Setup(folder)
        setup.more = "[[station]]\nid = \"CP1\"\n\(slip.wrong)"
        let file = try folder.write("ohmstead.toml", setup.text)
        let answer = try await Program.run(["check", "--config", file])
        #expect(answer.status == 1)
        #expect(answer.output.contains("\(file):\(slip.line)"), "\(answer)")
        #expect(answer.output.contains("error: "), "\(answer)")
        #expect(answer.output.contains(slip.says), "\(answer)")
        #expect(answer.output.contains(slip.hint), "\(answer)")
        #expect(answer.output.hasSuffix("1 error: the daemon does not start with this configuration.\n"), "\(answer)")
    }

    @Test func `a file that is not there is told`() async throws {
        let answer = try await Program.run(["check", "--config", "/nowhere/ohmstead.toml"])
        #expect(answer.status == 1)
        #expect(answer.output.contains("/nowhere/ohmstead.toml: error: There is no such file."))
        #expect(answer.output.contains("--config"))
    }

    @Test func `what works but is weak is a warning, and no reason not to start`() async throws {
        let folder = try Folder()
        var setup = TestSite.Setup(folder)
        setup.more = """
            [[station]]
            id = "CP1"
            security_profile = 1
            password_file = "\(try folder.write("CP1.password", "short"))"
            """
        let file = try folder.write("ohmstead.toml", setup.text)
        let answer = try await Program.run(["check", "--config", file])
        #expect(answer.status == 0)
        #expect(answer.output.contains("\(file):14: warning: "), "\(answer)")
        #expect(answer.output.hasSuffix("\(file) works, with 1 warning.\n"))
    }
}
