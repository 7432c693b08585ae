import ArgumentParser
import Console
import FoundationEssentials
import Gateway

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with the configuration.",
        discussion:
            "Reads the file and everything it names, and tells the line and what to write instead. Changes nothing.")

    @Option(name: .shortAndLong, help: "The configuration file.")
    var config = "/etc/ohmstead/ohmstead.toml"

    @Flag(help: "Answer in JSON, for programs.")
    var json = false

    func run() throws {
        let problems: [Problem]
        do {
            problems = try Configuration.load(path: config).warnings
        } catch {
            problems = error.problems
        }
        let errors = problems.count { $0.severity == .error }
        if json {
            try StandardStream.output.write(json: problems)
        } else {
            for problem in problems { StandardStream.output.write("\(problem)\n") }
            StandardStream.output.write(verdict(errors: errors, warnings: problems.count - errors) + "\n")
        }
        if errors > 0 { throw Failure(.refused) }
    }

    private func verdict(errors: Int, warnings: Int) -> String {
        guard errors == 0 else {
            let others = warnings > 0 ? " and \(counted(warnings, "warning"))" : ""
            return "\(counted(errors, "error"))\(others): the daemon does not start with this configuration."
        }
        return warnings == 0 ? "\(config) is fine." : "\(config) works, with \(counted(warnings, "warning"))."
    }
}
