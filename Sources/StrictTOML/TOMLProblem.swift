/// What is wrong with a file a person wrote, where, and what to write instead.
package struct TOMLProblem: Error, Hashable, Sendable {
    package var file: String
    /// Counted from 1; `nil` when the whole file is meant.
    package var line: Int?
    /// Counted from 1.
    package var column: Int?
    /// What is wrong, as a sentence without its full stop.
    package var message: String
    /// What to write instead, as a sentence.
    package var hint: String?
    /// More of the same file, so that a person need not find one slip after another. They have no `others` themselves.
    package var others: [TOMLProblem]

    package init(
        file: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil,
        others: [TOMLProblem] = []
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.others = others
    }

    /// This problem and the others, one by one.
    package var all: [TOMLProblem] {
        var first = self
        first.others = []
        return [first] + others
    }

    /// Several problems as the one error that is thrown; `nil` when there is none.
    package static func joined(_ problems: [TOMLProblem]) -> TOMLProblem? {
        guard var first = problems.first else { return nil }
        first.others = Array(problems.dropFirst())
        return first
    }
}

extension TOMLProblem: CustomStringConvertible {
    /// `etc/ohmstead.toml:12:1: … .`, a line for each problem.
    package var description: String { all.map(\.sentence).joined(separator: "\n") }

    private var sentence: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
        return "\(place): \(message)\(message.hasSuffix(".") ? "" : ".")" + (hint.map { " " + $0 } ?? "")
    }
}
