/// One thing in a file of the configuration that a person should look at.
package struct Problem: Hashable, Codable, Sendable, CustomStringConvertible {
    package enum Severity: String, Codable, Sendable {
        /// The daemon does not start with it.
        case error
        /// It works, but probably not as meant.
        case warning
    }

    package var severity: Severity
    package var file: String
    /// Counted from 1; `nil` where no line is to blame.
    package var line: Int?
    /// What is wrong, as a sentence.
    package var message: String
    /// What to write or do instead, as a sentence.
    package var hint: String?

    package init(severity: Severity, file: String, line: Int? = nil, message: String, hint: String? = nil) {
        self.severity = severity
        self.file = file
        self.line = line
        self.message = message
        self.hint = hint
    }

    /// `ohmstead.toml:41: error: …` in the form editors jump to, with the hint on a line of its own.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(severity.rawValue): \(message)" + (hint.map { "\n    \($0)" } ?? "")
    }
}

/// The configuration cannot be used; everything that was found is here, warnings included.
package struct ConfigurationProblems: Error, CustomStringConvertible {
    package var problems: [Problem]

    package init(_ problems: [Problem]) { self.problems = problems }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
