import ArgumentParser
import Console
import Gateway

struct Profile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write profiles of meters and wallboxes.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what a profile gives, or what is wrong with it.",
            discussion: "Reads each file as the daemon would, and tells the line and what to write instead.")

        @Argument(help: "The profiles, etc/profiles/meters/vendor-model.toml for instance.", completion: .file())
        var files: [String]

        @Flag(help: "Answer in JSON, for programs.")
        var json = false

        func run() throws {
            var reports: [ProfileReport] = []
            var problems: [Problem] = []
            for file in files {
                do {
                    reports.append(try ProfileCheck.report(path: file))
                } catch {
                    problems += error.problems
                }
            }
            if json {
                try StandardStream.output.write(json: Answer(profiles: reports, problems: problems))
            } else {
                for (index, report) in reports.enumerated() {
                    if index > 0 { StandardStream.output.write("\n") }
                    StandardStream.output.write(lines: ProfileText(report, for: .standard).lines)
                }
                for problem in problems { StandardStream.output.write("\(problem)\n") }
            }
            if !problems.isEmpty { throw Failure(.refused) }
        }

        private struct Answer: Encodable {
            var profiles: [ProfileReport]
            var problems: [Problem]
        }
    }
}
